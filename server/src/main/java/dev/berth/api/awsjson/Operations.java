package dev.berth.api.awsjson;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of one service by what the target header says. */
public final class Operations {
    private final Map<String, Operation<?, ?>> byTarget = new LinkedHashMap<>();

    /**
     * Refuses two of the same name.
     *
     * @param targetPrefix what stands before the dot of the target header
     */
    public Operations(String targetPrefix, List<? extends Operation<?, ?>> operations) {
        for (Operation<?, ?> operation : operations) {
            if (byTarget.put(targetPrefix + "." + operation.name(), operation) != null) {
                throw new IllegalArgumentException("listed twice: " + operation.name());
            }
        }
    }

    private Operations(Operations one, Operations other) {
        byTarget.putAll(one.byTarget);
        byTarget.putAll(other.byTarget);
    }

    /** These, and others of another prefix. */
    public Operations and(Operations others) {
        return new Operations(this, others);
    }

    public Optional<Operation<?, ?>> find(String target) {
        return Optional.ofNullable(byTarget.get(target));
    }

    public Collection<Operation<?, ?>> all() {
        return List.copyOf(byTarget.values());
    }
}
