package dev.berth.token;

import dev.berth.access.RepositoryGlob;
import dev.berth.access.TokenActions;
import dev.berth.access.TokenScope;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A scope in a column: {@code *}, or globs and actions, each with commas, and a space between. */
final class ScopeText {
    private static final String FULL = "*";
    private static final String COMMA = ",";
    private static final String SPACE = " ";

    private ScopeText() {}

    static String of(TokenScope scope) {
        return switch (scope) {
            case TokenScope.Full _ -> FULL;
            case TokenScope.Limited limited ->
                    limited.repositories().stream()
                                    .map(RepositoryGlob::text)
                                    .collect(Collectors.joining(COMMA))
                            + SPACE
                            + String.join(COMMA, limited.actions().words());
            case TokenScope.Layer _ ->
                    throw new IllegalArgumentException("the tokens of downloads are not kept");
        };
    }

    static TokenScope parse(String text) {
        int space = text.indexOf(SPACE);
        return space < 0
                ? new TokenScope.Full()
                : new TokenScope.Limited(
                        Stream.of(text.substring(0, space).split(COMMA, -1))
                                .map(RepositoryGlob::new)
                                .toList(),
                        new TokenActions(List.of(text.substring(space + 1).split(COMMA, -1))));
    }
}
