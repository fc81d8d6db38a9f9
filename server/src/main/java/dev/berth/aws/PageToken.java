package dev.berth.aws;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a listing continues: a text that clients hand back as it is. It is bound to the listing
 * that gave it by a checksum and grants nothing, so no secret is needed: one that was changed, or
 * belongs to another listing, does not decode.
 */
public final class PageToken {
    private static final byte VERSION = 1;
    private static final int SUM_LENGTH = 12;
    private static final int HEADER_LENGTH = 1 + SUM_LENGTH;
    private static final int MAX_LENGTH = 2048;
    private static final String SEPARATOR = "\n";

    private PageToken() {}

    /**
     * The token that continues a listing.
     *
     * @param listing names the operation and all that its request says but for the size of a page
     * @param position the key of the last entry that was given out; no line breaks in its parts
     */
    public static String encode(List<String> listing, List<String> position) {
        byte[] key = String.join(SEPARATOR, position).getBytes(StandardCharsets.UTF_8);
        var token = ByteBuffer.allocate(HEADER_LENGTH + key.length);
        token.put(VERSION).put(sum(listing, key)).put(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /** The position; empty for a text that is no token of this listing. */
    public static Optional<List<String>> decode(List<String> listing, String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (token.length < HEADER_LENGTH || token[0] != VERSION) {
            return Optional.empty();
        }
        byte[] key = Arrays.copyOfRange(token, HEADER_LENGTH, token.length);
        byte[] given = Arrays.copyOfRange(token, 1, HEADER_LENGTH);
        return MessageDigest.isEqual(given, sum(listing, key))
                ? Optional.of(List.of(new String(key, StandardCharsets.UTF_8).split(SEPARATOR, -1)))
                : Optional.empty();
    }

    private static byte[] sum(List<String> listing, byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join(SEPARATOR, listing).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return Arrays.copyOf(digest.digest(key), SUM_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
