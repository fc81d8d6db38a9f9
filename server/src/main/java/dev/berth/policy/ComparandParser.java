package dev.berth.policy;

import static dev.berth.policy.Comparand.Relation.EQUAL;
import static dev.berth.policy.Comparand.Relation.GREATER;
import static dev.berth.policy.Comparand.Relation.GREATER_OR_EQUAL;
import static dev.berth.policy.Comparand.Relation.LESS;
import static dev.berth.policy.Comparand.Relation.LESS_OR_EQUAL;

import dev.berth.policy.Comparand.Relation;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From the text of a value in a condition to what its operator does with it. */
final class ComparandParser {
    private static final int COLONS_OF_AN_ARN = 5;

    private final boolean variables;
    private final Consumer<String> faults;

    ComparandParser(boolean variables, Consumer<String> faults) {
        this.variables = variables;
        this.faults = faults;
    }

    /** Empty where the value is none for this operator; the fault is told then. */
    Optional<Comparand> parse(Operator operator, String text) {
        return switch (operator) {
            case STRING_EQUALS, STRING_NOT_EQUALS ->
                    text(TextPattern.exact(text, false, variables, faults));
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
                    text(TextPattern.exact(text, true, variables, faults));
            case STRING_LIKE, STRING_NOT_LIKE -> text(TextPattern.glob(text, variables, faults));
            case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE -> arn(text);
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> number(text, EQUAL);
            case NUMERIC_LESS_THAN -> number(text, LESS);
            case NUMERIC_LESS_THAN_EQUALS -> number(text, LESS_OR_EQUAL);
            case NUMERIC_GREATER_THAN -> number(text, GREATER);
            case NUMERIC_GREATER_THAN_EQUALS -> number(text, GREATER_OR_EQUAL);
            case DATE_EQUALS, DATE_NOT_EQUALS -> date(text, EQUAL);
            case DATE_LESS_THAN -> date(text, LESS);
            case DATE_LESS_THAN_EQUALS -> date(text, LESS_OR_EQUAL);
            case DATE_GREATER_THAN -> date(text, GREATER);
            case DATE_GREATER_THAN_EQUALS -> date(text, GREATER_OR_EQUAL);
            case BOOL, NULL -> truth(text);
            case BINARY_EQUALS -> {
                BinaryValue value = BinaryValue.tryParse(text);
                yield found(value == null ? null : new Comparand.Binary(value), text, "base64");
            }
            case IP_ADDRESS, NOT_IP_ADDRESS -> {
                AddressRange range = AddressRange.tryParse(text);
                yield found(
                        range == null ? null : new Comparand.Address(range),
                        text,
                        "an IP address or CIDR block");
            }
        };
    }

    private static Optional<Comparand> text(TextPattern pattern) {
        return Optional.of(new Comparand.Text(pattern));
    }

    private Optional<Comparand> arn(String text) {
        boolean sections =
                text.equals("*")
                        || text.contains("${")
                        || (text.startsWith("arn:")
                                && text.chars().filter(c -> c == ':').count() >= COLONS_OF_AN_ARN);
        if (!sections) {
            return found(null, text, "an ARN of six sections");
        }
        return text(TextPattern.arn(text, variables, faults));
    }

    private Optional<Comparand> number(String text, Relation relation) {
        var value = Numbers.tryParse(text);
        return found(
                value == null ? null : new Comparand.Order<>(Numbers::tryParse, value, relation),
                text,
                "a number");
    }

    private Optional<Comparand> date(String text, Relation relation) {
        var value = Dates.tryParse(text);
        return found(
                value == null ? null : new Comparand.Order<>(Dates::tryParse, value, relation),
                text,
                "a date");
    }

    private Optional<Comparand> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(new Comparand.Truth(true));
            case "false" -> Optional.of(new Comparand.Truth(false));
            default -> found(null, text, "true or false");
        };
    }

    private Optional<Comparand> found(@Nullable Comparand comparand, String text, String what) {
        if (comparand == null) {
            faults.accept("'" + text + "' is not " + what);
        }
        return Optional.ofNullable(comparand);
    }
}
