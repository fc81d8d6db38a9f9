package dev.berth.aws;

import java.util.Optional;

/**
 * The credential of a signature: whose key it is, and the day, region and service that the
 * signature is good for. The parts are as they came; whether they fit is the verifier's question.
 */
public record CredentialScope(
        String accessKeyId, String date, String region, String service, String terminator) {
    public static final String TERMINATOR = "aws4_request";
    private static final int PARTS = 5;

    /** Reads {@code key/date/region/service/aws4_request}. */
    public static Optional<CredentialScope> tryParse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        for (String part : parts) {
            if (part.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new CredentialScope(parts[0], parts[1], parts[2], parts[3], parts[PARTS - 1]));
    }

    /** What is signed: everything but the key's id. */
    public String scope() {
        return date + "/" + region + "/" + service + "/" + terminator;
    }

    @Override
    public String toString() {
        return accessKeyId + "/" + scope();
    }
}
