package dev.berth.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * RFC 3986's escapes as signatures want them, and documents in answers of IAM: upper-case hex of
 * UTF-8, a space is {@code %20}, a plus sign that is decoded is itself.
 */
public final class PercentEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED_MARKS = "-_.~";

    private PercentEncoding() {}

    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), "");
    }

    /** Leaves the characters of {@code alsoPlain} as they are, too. */
    static String encode(String text, String alsoPlain) {
        return encode(text.getBytes(StandardCharsets.UTF_8), alsoPlain);
    }

    /** Bytes, for what was escaped need not be text. */
    static String encode(byte[] bytes) {
        return encode(bytes, "");
    }

    private static String encode(byte[] bytes, String alsoPlain) {
        var encoded = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            if (isUnreserved(c) || alsoPlain.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                HEX.toHexDigits(encoded.append('%'), b);
            }
        }
        return encoded.toString();
    }

    /** An escape that is none stays as it is. */
    static byte[] decode(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%'
                    && i + 2 < raw.length
                    && HexFormat.isHexDigit(raw[i + 1])
                    && HexFormat.isHexDigit(raw[i + 2])) {
                decoded.write(
                        HexFormat.fromHexDigit(raw[i + 1]) << 4
                                | HexFormat.fromHexDigit(raw[i + 2]));
                i += 2;
            } else {
                decoded.write(raw[i]);
            }
        }
        return decoded.toByteArray();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || UNRESERVED_MARKS.indexOf(c) >= 0;
    }
}
