package dev.berth.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for each key once in a decision: all statements see the same, and a thousand cost one. */
final class RememberedKeys implements ConditionKeys {
    private final ConditionKeys keys;
    private final Map<String, Optional<List<String>>> known = new HashMap<>();

    RememberedKeys(ConditionKeys keys) {
        this.keys = keys;
    }

    @Override
    public @Nullable List<String> values(String lowerCaseKey) {
        return known.computeIfAbsent(lowerCaseKey, key -> Optional.ofNullable(keys.values(key)))
                .orElse(null);
    }
}
