package dev.berth.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers what is wrong with a text; of very many faults only the first. */
final class Faults {
    private static final int MOST_FAULTS = 100;

    private final List<PolicyFault> found = new ArrayList<>();

    void add(String path, String message) {
        if (found.size() < MOST_FAULTS) {
            found.add(new PolicyFault(path, message));
        }
    }

    Consumer<String> at(String path) {
        return message -> add(path, message);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new MalformedPolicyException(found);
        }
    }
}
