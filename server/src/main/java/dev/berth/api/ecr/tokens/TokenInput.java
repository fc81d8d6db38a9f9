package dev.berth.api.ecr.tokens;

import dev.berth.access.RepositoryGlob;
import dev.berth.access.TokenActions;
import dev.berth.access.TokenScope;
import dev.berth.api.ecr.input.Input;
import dev.berth.aws.Arn;
import dev.berth.token.RobotTokens;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the operations on tokens are given. */
final class TokenInput {
    private static final String REPOSITORIES = "repositories";
    private static final String ACTIONS = "actions";
    private static final int MAX_LIST = 100;
    private static final int MAX_SCOPE = 2048;
    private static final int MAX_DESCRIPTION = 1000;
    private static final int MAX_ARN = 2048;
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern DESCRIPTION = Pattern.compile("[^\\p{Cntrl}]*");

    private TokenInput() {}

    /** A name that a session of a role can have, too. */
    static String name(@Nullable String text) {
        String name = Input.required("name", text);
        if (!NAME.matcher(name).matches()) {
            throw Input.notMatching("name", NAME.pattern());
        }
        return name;
    }

    static String description(@Nullable String text) {
        if (text == null) {
            return "";
        }
        Input.checkLength("description", text.length(), 0, MAX_DESCRIPTION);
        if (!DESCRIPTION.matcher(text).matches()) {
            throw Input.notMatching("description", DESCRIPTION.pattern());
        }
        return text;
    }

    static Arn principal(String text) {
        Input.checkLength("principalArn", text.length(), 1, MAX_ARN);
        return Arn.tryParse(text)
                .filter(arn -> arn.service().equals("iam"))
                .orElseThrow(
                        () -> Input.invalid("principalArn", "must be the ARN of a user or a role"));
    }

    static UUID tokenId(@Nullable String text) {
        String id = Input.required("tokenId", text);
        try {
            UUID parsed = UUID.fromString(id);
            if (parsed.toString().equals(id)) {
                return parsed;
            }
        } catch (IllegalArgumentException _) {
            // said below, as for an id in another form
        }
        throw Input.invalid("tokenId", "must be the id of a token");
    }

    /** Everything where neither is given. */
    static TokenScope scope(
            @Nullable List<@Nullable String> repositories,
            @Nullable List<@Nullable String> actions) {
        if (repositories == null && actions == null) {
            return new TokenScope.Full();
        }
        return new TokenScope.Limited(
                repositories == null
                        ? List.of(RepositoryGlob.EVERYTHING)
                        : globs(Input.list(REPOSITORIES, repositories, MAX_LIST)),
                actions == null
                        ? TokenActions.EVERYTHING
                        : actions(Input.list(ACTIONS, actions, MAX_LIST)));
    }

    private static List<RepositoryGlob> globs(List<String> texts) {
        int length = 0;
        for (String text : texts) {
            if (!RepositoryGlob.isValid(text)) {
                throw Input.notMatching(REPOSITORIES, RepositoryGlob.GRAMMAR);
            }
            length += text.length();
        }
        // they travel with each request
        Input.checkLength(REPOSITORIES, length, 1, MAX_SCOPE);
        return texts.stream().map(RepositoryGlob::new).toList();
    }

    private static TokenActions actions(List<String> words) {
        for (String word : words) {
            if (!TokenActions.isValid(word)) {
                throw Input.invalid(
                        ACTIONS, "must be pull, push, * or actions such as ecr:BatchGetImage");
            }
        }
        return new TokenActions(words);
    }

    static Duration lifetime(@Nullable Long seconds) {
        if (seconds == null) {
            return RobotTokens.DEFAULT_LIFETIME;
        }
        long least = RobotTokens.SHORTEST_LIFETIME.toSeconds();
        long most = RobotTokens.LONGEST_LIFETIME.toSeconds();
        if (seconds < least || seconds > most) {
            throw Input.invalid("lifetimeSeconds", "must be from %d to %d".formatted(least, most));
        }
        return Duration.ofSeconds(seconds);
    }
}
