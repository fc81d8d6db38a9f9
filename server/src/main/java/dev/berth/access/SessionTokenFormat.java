package dev.berth.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The bytes of a session token before they are sealed: version, then deflated secret, principal and
 * session. Policies and tags are repetitive texts; packed they take a third of their length.
 */
final class SessionTokenFormat {
    private static final int VERSION = 1;

    /** Fifty tags of the greatest length, in the greatest characters, and all else. */
    private static final int MAX_UNPACKED = 128 << 10;

    private SessionTokenFormat() {}

    /** What a token holds. */
    record Content(String secret, Principal principal, Session session) {}

    static byte[] write(Content content) {
        var bytes = new ByteArrayOutputStream(512);
        bytes.write(VERSION);
        deflate(
                bytes,
                out -> {
                    out.writeUTF(content.secret());
                    PrincipalFormat.write(out, content.principal());
                    SessionFormat.write(out, content.session());
                });
        return bytes.toByteArray();
    }

    /** How many bytes the policies and tags of a session take. */
    static int packedSize(Session session) {
        var bytes = new ByteArrayOutputStream(512);
        deflate(bytes, out -> SessionFormat.writeContents(out, session));
        return bytes.size();
    }

    /**
     * @throws IOException when these are not the bytes of a session token
     */
    static Content read(byte[] token) throws IOException {
        if (token.length == 0 || token[0] != VERSION) {
            throw new IOException("a session token of another version");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(inflated(token)))) {
            var content =
                    new Content(in.readUTF(), PrincipalFormat.read(in), SessionFormat.read(in));
            if (in.available() > 0) {
                throw new IOException("bytes after the end of the session");
            }
            return content;
        }
    }

    private interface Part {
        void write(DataOutputStream out) throws IOException;
    }

    private static void deflate(ByteArrayOutputStream bytes, Part part) {
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
                var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
            part.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
    }

    private static byte[] inflated(byte[] token) throws IOException {
        try (var inflater = new Inflater(true);
                var in =
                        new InflaterInputStream(
                                new ByteArrayInputStream(token, 1, token.length - 1), inflater)) {
            byte[] content = in.readNBytes(MAX_UNPACKED + 1);
            if (content.length > MAX_UNPACKED) {
                throw new IOException("a session of more than " + MAX_UNPACKED + " bytes");
            }
            return content;
        }
    }
}
