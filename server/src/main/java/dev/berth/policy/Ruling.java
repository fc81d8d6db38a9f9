package dev.berth.policy;

/** What the policies say to a request, and which of them said it. */
public sealed interface Ruling {

    record Allowed(Match match) implements Ruling {}

    record ExplicitDeny(Match match) implements Ruling {}

    /** Nothing allows it; {@code missing} is the kind of policy that would have had to. */
    record ImplicitDeny(PolicySource missing) implements Ruling {}

    /** How a refusal of {@code action} ends, in the words of AWS. Empty where it is allowed. */
    default String reason(String action) {
        return switch (this) {
            case Allowed _ -> "";
            case ExplicitDeny(Match match) ->
                    "with an explicit deny in " + match.policy().source().textWithArticle();
            case ImplicitDeny(PolicySource missing) ->
                    "because no %s allows the %s action".formatted(missing.text(), action);
        };
    }
}
