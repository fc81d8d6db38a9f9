package dev.berth.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value of a policy, as its operator compares values of a request with it. */
sealed interface Comparand {

    boolean matches(String value, ConditionKeys keys);

    /** Whether it can be compared with: every variable in it has a value. */
    default boolean resolves(ConditionKeys keys) {
        return true;
    }

    default List<String> variables() {
        return List.of();
    }

    record Text(TextPattern pattern) implements Comparand {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            return pattern.matches(value, keys);
        }

        @Override
        public boolean resolves(ConditionKeys keys) {
            return pattern.resolves(keys);
        }

        @Override
        public List<String> variables() {
            return pattern.variables();
        }
    }

    /** Numbers and dates. */
    record Order<T extends Comparable<T>>(Reader<T> reader, T bound, Relation relation)
            implements Comparand {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            T read = reader.read(value);
            return read != null && relation.holds(read.compareTo(bound));
        }
    }

    /** Null where a text is no such value. */
    @FunctionalInterface
    interface Reader<T> {
        @Nullable T read(String text);
    }

    enum Relation {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }
    }

    record Truth(boolean expected) implements Comparand {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            return Boolean.toString(expected).equalsIgnoreCase(value);
        }
    }

    record Binary(BinaryValue expected) implements Comparand {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            return expected.equals(BinaryValue.tryParse(value));
        }
    }

    record Address(AddressRange range) implements Comparand {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            return range.contains(value);
        }
    }
}
