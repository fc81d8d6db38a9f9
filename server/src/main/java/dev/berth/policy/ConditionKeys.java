package dev.berth.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request says of itself and its caller, looked up when a statement asks for it. */
@FunctionalInterface
public interface ConditionKeys {

    /**
     * The values of a key; null where the request has no such key. A key of several values may have
     * none.
     */
    @Nullable List<String> values(String lowerCaseKey);

    static ConditionKeys none() {
        return _ -> null;
    }

    /** These keys, and for what they do not have the other's. */
    default ConditionKeys and(ConditionKeys other) {
        return key -> {
            List<String> values = values(key);
            return values == null ? other.values(key) : values;
        };
    }
}
