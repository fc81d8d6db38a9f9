package dev.berth.aws;

import java.math.BigDecimal;
import java.time.Instant;

/** Times as AWS's JSON protocols write them: a number of seconds with three decimal places. */
public final class EpochSeconds {
    private static final int MILLISECONDS = 3;

    private EpochSeconds() {}

    public static BigDecimal of(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), MILLISECONDS);
    }
}
