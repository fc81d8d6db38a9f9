package dev.berth.access;

import dev.berth.aws.CredentialScope;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its signature, in whichever of the two forms.
 *
 * @param sessionToken null where none was sent
 * @param rawQuery the part of the query that is signed
 * @param window when the signature is good
 */
record SignatureClaim(
        CredentialScope credential,
        List<String> signedHeaders,
        String signature,
        SignatureDate date,
        @Nullable String sessionToken,
        String rawQuery,
        SignatureWindow window) {
    static final String SESSION_TOKEN = "x-amz-security-token";

    SignatureClaim {
        signedHeaders = List.copyOf(signedHeaders);
    }

    boolean signs(String lowerCaseName) {
        return signedHeaders.contains(lowerCaseName);
    }

    /** The form with an Authorization header. */
    static SignatureClaim ofHeader(SignedRequest request, String text, SignatureWindow window) {
        AuthorizationHeader header = AuthorizationHeader.parse(text);
        return new SignatureClaim(
                header.credential(),
                header.signedHeaders(),
                header.signature(),
                SignatureDate.of(request, text),
                sessionToken(request),
                request.rawQuery(),
                window);
    }

    private static @Nullable String sessionToken(SignedRequest request) {
        List<String> values = request.headers().apply(SESSION_TOKEN);
        if (values.size() > 1) {
            throw new ProblemException(
                    new AccessProblem.CredentialMalformed(
                            "More than one X-Amz-Security-Token header."));
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
