package dev.berth.policy;

import dev.berth.json.JsonTree;
import dev.berth.policy.Condition.Quantifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Condition: operators, below each the keys, below each the values. */
final class ConditionParser {
    private static final String IF_EXISTS = "IfExists";
    private static final String FOR_ALL_VALUES = "ForAllValues:";
    private static final String FOR_ANY_VALUE = "ForAnyValue:";
    private static final Pattern KEY = Pattern.compile("[^:]+:.+", Pattern.DOTALL);

    private final boolean variables;
    private final Faults faults;
    private final List<Condition> conditions = new ArrayList<>();

    ConditionParser(boolean variables, Faults faults) {
        this.variables = variables;
        this.faults = faults;
    }

    /** An operator as it is written, taken apart. */
    private record Comparing(Quantifier quantifier, Operator operator, boolean ifExists) {
        static Optional<Comparing> tryParse(String text) {
            Quantifier quantifier = Quantifier.NONE;
            String name = text;
            if (text.startsWith(FOR_ALL_VALUES)) {
                quantifier = Quantifier.FOR_ALL_VALUES;
                name = text.substring(FOR_ALL_VALUES.length());
            } else if (text.startsWith(FOR_ANY_VALUE)) {
                quantifier = Quantifier.FOR_ANY_VALUE;
                name = text.substring(FOR_ANY_VALUE.length());
            }
            boolean ifExists = name.endsWith(IF_EXISTS);
            Operator operator =
                    Operator.BY_NAME.get(
                            ifExists
                                    ? name.substring(0, name.length() - IF_EXISTS.length())
                                    : name);
            boolean isNull = operator == Operator.NULL;
            return operator == null || (isNull && (ifExists || quantifier != Quantifier.NONE))
                    ? Optional.empty()
                    : Optional.of(new Comparing(quantifier, operator, ifExists));
        }
    }

    List<Condition> parse(Element element) {
        if (!(element.value() instanceof JsonTree.Members operators)) {
            element.fault("must be an object of operators");
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        for (JsonTree.Member member : operators.members()) {
            Element operator = element.member(member);
            if (!seen.add(member.name())) {
                operator.fault("stands there twice");
                continue;
            }
            Optional<Comparing> comparing = Comparing.tryParse(member.name());
            if (comparing.isEmpty()) {
                operator.fault("is no condition operator");
            } else if (operator.value() instanceof JsonTree.Members keys) {
                keys(comparing.get(), operator, keys);
            } else {
                operator.fault("must be an object of condition keys");
            }
        }
        return conditions;
    }

    private void keys(Comparing comparing, Element operator, JsonTree.Members keys) {
        Set<String> seen = new HashSet<>();
        for (JsonTree.Member member : keys.members()) {
            Element key = operator.member(member);
            if (!seen.add(member.name().toLowerCase(Locale.ROOT))) {
                key.fault("stands there twice");
                continue;
            }
            if (!KEY.matcher(member.name()).matches()) {
                key.fault("is no condition key: it must be SERVICE:KEY");
            }
            List<Comparand> comparands = new ArrayList<>();
            for (Element.Named value : key.scalars(true)) {
                new ComparandParser(variables, faults.at(value.path()))
                        .parse(comparing.operator(), value.value())
                        .ifPresent(comparands::add);
            }
            conditions.add(condition(comparing, member.name(), comparands));
        }
    }

    private static Condition condition(
            Comparing comparing, String name, List<Comparand> comparands) {
        String key = name.toLowerCase(Locale.ROOT);
        if (comparing.operator() == Operator.NULL) {
            return new Condition.Presence(
                    name,
                    key,
                    comparands.stream()
                            .map(comparand ->
                                    comparand instanceof Comparand.Truth(boolean absent) && absent)
                            .toList());
        }
        return new Condition.Comparison(
                comparing.quantifier(),
                comparing.operator().negated(),
                comparing.ifExists(),
                name,
                key,
                List.copyOf(comparands));
    }
}
