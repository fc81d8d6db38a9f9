package dev.berth.policy;

/**
 * A statement that matched a request.
 *
 * @param statement its index in the document
 * @param sid empty where it has none
 */
public record Match(NamedPolicy policy, int statement, String sid) {

    /** The statement itself, with its effect and its place in the text. */
    public Statement rule() {
        return policy.document().statements().get(statement);
    }
}
