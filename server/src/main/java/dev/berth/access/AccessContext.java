package dev.berth.access;

import java.util.Optional;

/** The condition keys of a request, looked up only when a policy asks for them. */
@FunctionalInterface
public interface AccessContext {

    /** The value of a condition key such as {@code aws:SourceIp}, if the request has it. */
    Optional<String> value(String key);

    static AccessContext none() {
        return _ -> Optional.empty();
    }
}
