package dev.berth.api.awsjson;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of one service by their names. */
public final class Operations {
    private final String targetPrefix;
    private final Map<String, Operation<?, ?>> byName = new LinkedHashMap<>();

    /**
     * Refuses two of the same name.
     *
     * @param targetPrefix what stands before the dot of the target header
     */
    public Operations(String targetPrefix, List<? extends Operation<?, ?>> operations) {
        this.targetPrefix = targetPrefix;
        for (Operation<?, ?> operation : operations) {
            if (byName.put(operation.name(), operation) != null) {
                throw new IllegalArgumentException("listed twice: " + operation.name());
            }
        }
    }

    public Optional<Operation<?, ?>> find(String target) {
        int dot = target.indexOf('.');
        return dot >= 0 && target.substring(0, dot).equals(targetPrefix)
                ? Optional.ofNullable(byName.get(target.substring(dot + 1)))
                : Optional.empty();
    }

    public Collection<Operation<?, ?>> all() {
        return List.copyOf(byName.values());
    }
}
