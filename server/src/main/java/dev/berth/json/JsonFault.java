package dev.berth.json;

/** Where and why a text is not the JSON that was asked for. */
public final class JsonFault extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether the text is no JSON at all, or JSON of another shape, or with bytes in no base64. */
    public enum Kind {
        SYNTAX,
        SHAPE,
        BASE64
    }

    private final Kind kind;
    private final String path;

    JsonFault(Kind kind, String path, String message) {
        super(message);
        this.kind = kind;
        this.path = path;
    }

    public Kind kind() {
        return kind;
    }

    /** The member at fault, such as {@code tags[0].Key}; empty for the whole text. */
    public String path() {
        return path;
    }
}
