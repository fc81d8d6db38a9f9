package dev.berth.runtime;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Ids of version 7 that a stranger cannot guess, in the order in which they are made. */
public final class TimeOrderedIds implements IdSource {
    private final TimeBasedEpochGenerator generator;

    public TimeOrderedIds(InstantSource clock) {
        generator =
                Generators.timeBasedEpochGenerator(
                        new SecureRandom(),
                        new UUIDClock() {
                            @Override
                            public long currentTimeMillis() {
                                return clock.millis();
                            }
                        });
    }

    @Override
    public UUID next() {
        return generator.generate();
    }
}
