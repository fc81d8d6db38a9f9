package dev.berth.policy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** One operator with one key and the values that it is compared with. */
sealed interface Condition {

    boolean holds(ConditionKeys keys);

    /** The keys that it asks for, as written. */
    Stream<String> keyNames();

    /** {@code Null}: whether the request has the key. */
    record Presence(String name, String key, List<Boolean> absent) implements Condition {
        @Override
        public boolean holds(ConditionKeys keys) {
            List<String> values = keys.values(key);
            return absent.contains(values == null || values.isEmpty());
        }

        @Override
        public Stream<String> keyNames() {
            return Stream.of(name);
        }
    }

    enum Quantifier {
        /** No qualifier: of several values in the request any may match. */
        NONE,
        FOR_ALL_VALUES,
        FOR_ANY_VALUE
    }

    /** Every other operator. {@code name} is the key as written, {@code key} in lower case. */
    record Comparison(
            Quantifier quantifier,
            boolean negated,
            boolean ifExists,
            String name,
            String key,
            List<Comparand> comparands)
            implements Condition {

        @Override
        public boolean holds(ConditionKeys keys) {
            List<String> values = keys.values(key);
            boolean absent = values == null || values.isEmpty();
            if (absent && ifExists) {
                return true;
            }
            if (negated && !comparands.stream().allMatch(comparand -> comparand.resolves(keys))) {
                return false;
            }
            if (values == null || isNothing(values)) {
                return holdsWithoutValue();
            }
            return switch (quantifier) {
                case NONE -> negated != anyMatches(values, keys);
                case FOR_ALL_VALUES -> everyValueHolds(values, keys);
                case FOR_ANY_VALUE -> anyValueHolds(values, keys);
            };
        }

        @Override
        public Stream<String> keyNames() {
            return Stream.concat(
                    Stream.of(name),
                    comparands.stream().flatMap(comparand -> comparand.variables().stream()));
        }

        private boolean holdsWithoutValue() {
            return switch (quantifier) {
                case NONE -> negated;
                case FOR_ALL_VALUES -> true;
                case FOR_ANY_VALUE -> false;
            };
        }

        /** To a qualifier an empty text is no value either. */
        private boolean isNothing(List<String> values) {
            return values.isEmpty()
                    || (quantifier != Quantifier.NONE
                            && values.stream().allMatch(value -> Objects.equals(value, "")));
        }

        private boolean anyMatches(List<String> values, ConditionKeys keys) {
            for (String value : values) {
                if (matches(value, keys)) {
                    return true;
                }
            }
            return false;
        }

        private boolean everyValueHolds(List<String> values, ConditionKeys keys) {
            for (String value : values) {
                if (negated == matches(value, keys)) {
                    return false;
                }
            }
            return true;
        }

        private boolean anyValueHolds(List<String> values, ConditionKeys keys) {
            for (String value : values) {
                if (negated != matches(value, keys)) {
                    return true;
                }
            }
            return false;
        }

        private boolean matches(String value, ConditionKeys keys) {
            for (Comparand comparand : comparands) {
                if (comparand.matches(value, keys)) {
                    return true;
                }
            }
            return false;
        }
    }
}
