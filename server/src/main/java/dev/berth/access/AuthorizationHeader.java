package dev.berth.access;

import dev.berth.aws.CredentialScope;
import dev.berth.aws.SignatureV4;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in the Authorization header of a signed request; nothing but that form is read. */
record AuthorizationHeader(
        CredentialScope credential, List<String> signedHeaders, String signature) {
    private static final List<String> PARAMETERS =
            List.of("Credential", "Signature", "SignedHeaders");

    static final String NOT_NAMES = "'SignedHeaders' must be lower-case names parted by ';'.";

    AuthorizationHeader {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /**
     * @throws ProblemException CredentialMalformed, in the words of AWS
     */
    static AuthorizationHeader parse(String header) {
        Map<String, String> parameters = parameters(header);
        requireAll(parameters, header);
        String credential = parameters.getOrDefault("Credential", "");
        return new AuthorizationHeader(
                scope(credential),
                signedHeaders(parameters.getOrDefault("SignedHeaders", ""))
                        .orElseThrow(() -> malformed(NOT_NAMES, header)),
                parameters.getOrDefault("Signature", ""));
    }

    static CredentialScope scope(String credential) {
        return CredentialScope.tryParse(credential)
                .orElseThrow(() ->
                        new ProblemException(
                                new AccessProblem.CredentialMalformed(
                                        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '%s'"
                                                .formatted(credential))));
    }

    /** Empty unless they are lower-case names of headers, parted by semicolons. */
    static Optional<List<String>> signedHeaders(String text) {
        List<String> names = List.of(text.split(";", -1));
        return names.stream().allMatch(AuthorizationHeader::isHeaderName)
                ? Optional.of(names)
                : Optional.empty();
    }

    private static Map<String, String> parameters(String header) {
        String rest = parametersOf(header).orElseThrow(() -> missing(PARAMETERS, header)).strip();
        var parameters = new HashMap<String, String>();
        for (String pair : rest.isEmpty() ? new String[0] : rest.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw malformed(
                        "'%s' not a valid key=value pair (missing equal-sign) in Authorization header."
                                .formatted(pair.strip()),
                        header);
            }
            String name = pair.substring(0, equals).strip();
            if (!PARAMETERS.contains(name)) {
                throw malformed(
                        "Authorization header has the unknown parameter '%s'.".formatted(name),
                        header);
            }
            if (parameters.put(name, pair.substring(equals + 1).strip()) != null) {
                throw malformed(
                        "Authorization header has more than one '%s' parameter.".formatted(name),
                        header);
            }
        }
        return parameters;
    }

    private static Optional<String> parametersOf(String header) {
        return header.startsWith(SignatureV4.ALGORITHM + " ")
                ? Optional.of(header.substring(SignatureV4.ALGORITHM.length()))
                : Optional.empty();
    }

    private static void requireAll(Map<String, String> parameters, String header) {
        List<String> absent =
                PARAMETERS.stream()
                        .filter(name -> parameters.getOrDefault(name, "").isEmpty())
                        .toList();
        if (!absent.isEmpty()) {
            throw missing(absent, header);
        }
    }

    private static boolean isHeaderName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= '0' && c <= '9')
                                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    private static ProblemException missing(List<String> names, String header) {
        var text = new StringBuilder();
        for (String name : names) {
            text.append(text.isEmpty() ? "" : " ")
                    .append("Authorization header requires '%s' parameter.".formatted(name));
        }
        return malformed(text.toString(), header);
    }

    static ProblemException malformed(String text, String header) {
        return new ProblemException(
                new AccessProblem.CredentialMalformed(text + " Authorization=" + header));
    }
}
