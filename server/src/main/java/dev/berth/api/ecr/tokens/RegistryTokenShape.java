package dev.berth.api.ecr.tokens;

import dev.berth.access.RepositoryGlob;
import dev.berth.access.TokenScope;
import dev.berth.aws.EpochSeconds;
import dev.berth.token.TokenRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is listed.
 *
 * @param name absent for a token of {@code docker login}
 * @param repositories absent where none is left out, as with the actions
 * @param status {@code ACTIVE} or {@code REVOKED}
 */
public record RegistryTokenShape(
        String tokenId,
        @Nullable String name,
        @Nullable String description,
        String principalArn,
        @Nullable List<String> repositories,
        @Nullable List<String> actions,
        @Nullable String accessKeyId,
        BigDecimal issuedAt,
        BigDecimal expiresAt,
        @Nullable BigDecimal lastUsedAt,
        @Nullable BigDecimal revokedAt,
        String status) {

    static RegistryTokenShape of(TokenRecord token) {
        return new RegistryTokenShape(
                token.id().toString(),
                unlessEmpty(token.name()),
                unlessEmpty(token.description()),
                token.principal(),
                repositories(token.scope()),
                actions(token.scope()),
                token.accessKeyId(),
                EpochSeconds.of(token.issuedAt()),
                EpochSeconds.of(token.expiresAt()),
                seconds(token.lastUsedAt()),
                seconds(token.revokedAt()),
                token.revokedAt() == null ? "ACTIVE" : "REVOKED");
    }

    private static @Nullable List<String> repositories(TokenScope scope) {
        return scope instanceof TokenScope.Limited limited
                ? limited.repositories().stream().map(RepositoryGlob::text).toList()
                : null;
    }

    private static @Nullable List<String> actions(TokenScope scope) {
        return scope instanceof TokenScope.Limited limited ? limited.actions().words() : null;
    }

    private static @Nullable BigDecimal seconds(@Nullable Instant instant) {
        return instant == null ? null : EpochSeconds.of(instant);
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
