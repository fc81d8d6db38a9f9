package dev.berth.token;

import dev.berth.access.Caller;
import dev.berth.access.Directory;
import dev.berth.access.RegistryTokens;
import dev.berth.access.RegistryTokens.IssuedToken;
import dev.berth.access.Revocations;
import dev.berth.access.TokenScope;
import dev.berth.config.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * The tokens of {@code docker login}. How long they live is a setting, or what a tag of the calling
 * user or role says: never a tag of a session, which its caller may choose.
 */
public final class LoginTokens {
    /** Such as {@code 1h} or {@code 7d}. */
    public static final String LIFETIME_TAG = "berth:login-lifetime";

    private final RegistryTokens tokens;
    private final Directory directory;
    private final TokenNotes notes;
    private final TokenConfig config;

    public LoginTokens(
            RegistryTokens tokens, Directory directory, TokenNotes notes, TokenConfig config) {
        this.tokens = tokens;
        this.directory = directory;
        this.notes = notes;
        this.config = config;
    }

    public IssuedToken issue(Caller caller) {
        IssuedToken token = tokens.issue(caller, new TokenScope.Full(), lifetime(caller));
        notes.issued(
                new TokenRecord(
                        token.id(),
                        caller.registry().account(),
                        Revocations.holderId(caller.principal()),
                        caller.principal().name(),
                        "",
                        "",
                        caller.scope(),
                        caller.accessKeyId(),
                        token.issuedAt(),
                        token.expiresAt(),
                        null,
                        null));
        return token;
    }

    private Duration lifetime(Caller caller) {
        return directory
                .standing(caller.principal())
                .flatMap(standing -> Optional.ofNullable(standing.tags().get(LIFETIME_TAG)))
                .map(LoginTokens::bounded)
                .orElse(config.loginLifetime());
    }

    /** Who cannot be understood gets the least: the tag may have been meant to shorten. */
    private static Duration bounded(String text) {
        Duration wanted = Durations.tryParse(text.strip()).orElse(TokenConfig.SHORTEST_LOGIN);
        if (wanted.compareTo(TokenConfig.SHORTEST_LOGIN) < 0) {
            return TokenConfig.SHORTEST_LOGIN;
        }
        return wanted.compareTo(TokenConfig.LONGEST_LOGIN) > 0 ? TokenConfig.LONGEST_LOGIN : wanted;
    }
}
