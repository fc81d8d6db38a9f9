package dev.berth.access;

/** Who signed a request, by AWS Signature Version 4 in either of its forms. */
public interface SignatureAuthenticator {

    /**
     * Checks all that can be known before the body is read: form, scope, host, skew and key.
     *
     * @param service the service that the scope must name, such as {@code ecr}
     */
    PendingCaller begin(SignedRequest request, String service);

    /** A caller whose signature waits for the hash of the body. */
    interface PendingCaller {
        /** Lower-case hex of the body's SHA-256; a problem when the signature is another. */
        Caller finish(String bodySha256);
    }
}
