package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.policy.Match;
import dev.berth.policy.Ruling;

/**
 * What decided that something is denied.
 *
 * @param action as IAM spells it
 * @param owner the account that the resource belongs to
 * @param decision {@code explicit-deny} or {@code implicit-deny}
 * @param policy the policy that denies, or the kind of policy that would have had to allow
 * @param statement of the policy, by its place from 0 and its Sid; empty where none denies
 */
public record DenialCause(
        String action,
        String resource,
        AccountId owner,
        String decision,
        String policy,
        String statement) {
    private static final String EXPLICIT = "explicit-deny";
    private static final String IMPLICIT = "implicit-deny";

    static DenialCause of(String action, String resource, AccountId owner, Ruling.ExplicitDeny by) {
        Match match = by.match();
        return new DenialCause(
                action,
                resource,
                owner,
                EXPLICIT,
                match.policy().source().text() + " " + match.policy().name(),
                statement(match));
    }

    /** {@code missing} allows nothing of the kind. */
    static DenialCause missing(String action, String resource, AccountId owner, String missing) {
        return new DenialCause(action, resource, owner, IMPLICIT, "no " + missing, "");
    }

    /** In one line of printable ASCII, for a header field. */
    public String text() {
        var text = new StringBuilder(decision).append("; ").append(policy);
        if (!statement.isEmpty()) {
            text.append("; ").append(statement);
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                text.setCharAt(i, '?');
            }
        }
        return text.toString();
    }

    private static String statement(Match match) {
        String place = "Statement[%d]".formatted(match.statement());
        return match.sid().isEmpty() ? place : place + " " + match.sid();
    }
}
