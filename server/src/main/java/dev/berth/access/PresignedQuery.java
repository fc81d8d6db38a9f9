package dev.berth.access;

import dev.berth.aws.CredentialScope;
import dev.berth.aws.QueryText;
import dev.berth.aws.SignatureV4;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The form of a signature that stands in the query string, so that whoever has the link can send
 * the request.
 */
final class PresignedQuery {
    static final Duration LONGEST = Duration.ofDays(7);

    private static final String ALGORITHM = "X-Amz-Algorithm";
    private static final String CREDENTIAL = "X-Amz-Credential";
    private static final String DATE = "X-Amz-Date";
    private static final String EXPIRES = "X-Amz-Expires";
    private static final String SECURITY_TOKEN = "X-Amz-Security-Token";
    private static final String SIGNATURE = "X-Amz-Signature";
    private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
    private static final List<String> REQUIRED =
            List.of(ALGORITHM, CREDENTIAL, SIGNATURE, SIGNED_HEADERS, DATE);
    private static final Set<String> KNOWN =
            Set.of(ALGORITHM, CREDENTIAL, DATE, EXPIRES, SECURITY_TOKEN, SIGNATURE, SIGNED_HEADERS);

    private PresignedQuery() {}

    static boolean isIn(SignedRequest request) {
        return request.rawQuery().contains(SIGNATURE)
                && QueryText.parse(request.rawQuery()).stream()
                        .anyMatch(parameter -> parameter.name().equals(SIGNATURE));
    }

    /**
     * @throws ProblemException CredentialMalformed
     */
    static SignatureClaim parse(SignedRequest request, SignatureWindow window) {
        List<QueryText.Parameter> query = QueryText.parse(request.rawQuery());
        Map<String, String> values = values(query);
        for (String name : REQUIRED) {
            if (values.getOrDefault(name, "").isEmpty()) {
                throw malformed(
                        "AWS query-string parameters must include '%s'. Re-examine the query-string parameters."
                                .formatted(name));
            }
        }
        if (!SignatureV4.ALGORITHM.equals(values.get(ALGORITHM))) {
            throw malformed("'%s' must be '%s'.".formatted(ALGORITHM, SignatureV4.ALGORITHM));
        }
        if (!request.headers().apply(SignatureClaim.SESSION_TOKEN).isEmpty()) {
            throw malformed(
                    "A request that is signed in its query string has its '%s' there, and not in a header."
                            .formatted(SECURITY_TOKEN));
        }
        CredentialScope credential = AuthorizationHeader.scope(values.getOrDefault(CREDENTIAL, ""));
        return new SignatureClaim(
                credential,
                AuthorizationHeader.signedHeaders(values.getOrDefault(SIGNED_HEADERS, ""))
                        .orElseThrow(() -> malformed(AuthorizationHeader.NOT_NAMES)),
                values.getOrDefault(SIGNATURE, ""),
                SignatureDate.parse(values.getOrDefault(DATE, "")),
                values.get(SECURITY_TOKEN),
                query.stream()
                        .filter(parameter -> !parameter.name().equals(SIGNATURE))
                        .map(QueryText.Parameter::raw)
                        .collect(Collectors.joining("&")),
                values.containsKey(EXPIRES)
                        ? window.withLifetime(lifetime(values.getOrDefault(EXPIRES, "")))
                        : window);
    }

    private static Map<String, String> values(List<QueryText.Parameter> query) {
        var values = new HashMap<String, String>();
        for (QueryText.Parameter parameter : query) {
            if (KNOWN.contains(parameter.name())
                    && values.put(parameter.name(), parameter.value()) != null) {
                throw malformed(
                        "The query string has more than one '%s'.".formatted(parameter.name()));
            }
        }
        return values;
    }

    private static Duration lifetime(String seconds) {
        if (!seconds.matches("[0-9]{1,6}")
                || Integer.parseInt(seconds) < 1
                || Integer.parseInt(seconds) > LONGEST.toSeconds()) {
            throw malformed(
                    "'%s' must be a number of seconds from 1 to %d."
                            .formatted(EXPIRES, LONGEST.toSeconds()));
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }

    private static ProblemException malformed(String text) {
        return new ProblemException(new AccessProblem.CredentialMalformed(text));
    }
}
