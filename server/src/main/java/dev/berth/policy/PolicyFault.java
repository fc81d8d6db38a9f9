package dev.berth.policy;

/**
 * One thing that is wrong with a document.
 *
 * @param path such as {@code Statement[2].Condition.StringLike.aws:PrincipalArn}; empty for the
 *     whole text
 */
public record PolicyFault(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
