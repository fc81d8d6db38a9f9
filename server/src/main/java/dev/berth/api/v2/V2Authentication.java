package dev.berth.api.v2;

import dev.berth.access.Caller;
import dev.berth.access.RegistryTokens;
import dev.berth.access.TokenScope;
import dev.berth.api.edge.ClientView;
import dev.berth.http.Request;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who calls: the user is always {@code AWS}, the password a token of this server. The address of a
 * download carries its token itself, since its reader has no credential; it counts only where there
 * is no Authorization header.
 */
final class V2Authentication {
    /** The parameter of download addresses. */
    static final String TOKEN_PARAMETER = "berth-token";

    private static final String SCHEME = "Basic ";
    private static final String USER = "AWS:";

    private final RegistryTokens tokens;

    V2Authentication(RegistryTokens tokens) {
        this.tokens = tokens;
    }

    /** Empty when there is no credential that this protocol knows: the caller is asked for one. */
    Optional<Caller> caller(Request request, ClientView client) {
        if (request.headers().contains("Authorization")) {
            return password(request).map(token -> verified(token, client));
        }
        Optional<Caller> caller = addressToken(request).map(token -> verified(token, client));
        caller.ifPresent(V2Authentication::requireDownload);
        return caller;
    }

    private Caller verified(String token, ClientView client) {
        return tokens.verify(token, client.address(), client.tls());
    }

    /** Addresses end up in logs and histories: a login has no business there. */
    private static void requireDownload(Caller caller) {
        switch (caller.scope()) {
            case TokenScope.Layer _ -> {}
            case TokenScope.Full _, TokenScope.Limited _ ->
                    throw new ProblemException(new AccessProblem.LoginTokenInvalid());
        }
    }

    private static Optional<String> addressToken(Request request) {
        return request.rawQuery().contains(TOKEN_PARAMETER)
                ? request.query().first(TOKEN_PARAMETER)
                : Optional.empty();
    }

    private static Optional<String> password(Request request) {
        if (request.headers().all("Authorization").size() > 1) {
            throw new ProblemException(
                    new AccessProblem.CredentialMalformed(
                            "There is more than one Authorization header"));
        }
        Optional<String> header = request.headers().first("Authorization");
        if (header.isEmpty() || !header.get().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String credential = decode(header.get().substring(SCHEME.length()).strip());
        return credential.startsWith(USER)
                ? Optional.of(credential.substring(USER.length()))
                : Optional.empty();
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new AccessProblem.CredentialMalformed(
                            "The Authorization header cannot be decoded"));
        }
    }
}
