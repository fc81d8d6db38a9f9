package dev.berth.access;

/**
 * The root key is missing, damaged or another one. Its message is the line that an operator reads.
 */
public final class RootKeyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RootKeyException(String message) {
        super(message);
    }
}
