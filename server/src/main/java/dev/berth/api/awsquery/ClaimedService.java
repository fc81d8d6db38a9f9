package dev.berth.api.awsquery;

import dev.berth.http.Query;
import dev.berth.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service that a request's credential names, only to choose who answers: the authenticator
 * reads the credential by itself and refuses it for any other service than the chosen one.
 */
final class ClaimedService {
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?:[^/]*/){3}([a-z0-9-]{1,64})/aws4_request");
    private static final String IN_HEADER = "Credential=";

    private ClaimedService() {}

    /** Empty where the request has no credential, or none that can be read. */
    static Optional<String> of(Request request) {
        return header(request)
                .or(() -> request.query().first("X-Amz-Credential"))
                .map(CREDENTIAL::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }

    /** Whether there is anything that claims to be a signature. */
    static boolean isSigned(Request request) {
        return request.headers().contains("Authorization")
                || request.headers().contains("X-Amz-Security-Token")
                || request.query().parameters().stream()
                        .map(Query.Parameter::name)
                        .anyMatch(name -> name.regionMatches(true, 0, "X-Amz-", 0, 6));
    }

    /** Whether the signature stands in the address. */
    static boolean isPresigned(Request request) {
        return request.query().first("X-Amz-Signature").isPresent();
    }

    private static Optional<String> header(Request request) {
        List<String> values = request.headers().all("Authorization");
        if (values.size() != 1) {
            return Optional.empty();
        }
        int begin = values.getFirst().indexOf(IN_HEADER);
        if (begin < 0) {
            return Optional.empty();
        }
        String rest = values.getFirst().substring(begin + IN_HEADER.length());
        int end = rest.indexOf(',');
        return Optional.of((end < 0 ? rest : rest.substring(0, end)).strip());
    }
}
