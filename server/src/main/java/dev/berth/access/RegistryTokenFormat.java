package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a token without its HMAC: version, key id, token id, expiry, principal, access key,
 * account, region, scope. The kinds of principal and scope are one byte each, so that more can
 * come.
 */
final class RegistryTokenFormat {
    private static final int VERSION = 1;
    private static final int ROOT = 1;
    private static final int NO_ACCESS_KEY = 0;
    private static final int ACCESS_KEY = 1;
    private static final int FULL = 1;
    private static final int LAYER = 2;

    private RegistryTokenFormat() {}

    static byte[] write(RegistryToken token) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writeId(out, token.keyId());
            writeId(out, token.id());
            out.writeLong(token.expiresAt().toEpochMilli());
            writePrincipal(out, token.principal());
            writeAccessKey(out, token.accessKeyId());
            out.writeUTF(token.registry().account().value());
            out.writeUTF(token.registry().region().value());
            writeScope(out, token.scope());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The key that a token claims to be signed with; read before anything can be believed. */
    static UUID keyId(byte[] payload) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            requireVersion(in);
            return readId(in);
        }
    }

    /**
     * @throws IOException when these are not the bytes of a token
     */
    static RegistryToken read(byte[] payload) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            requireVersion(in);
            UUID keyId = readId(in);
            UUID id = readId(in);
            var expiresAt = Instant.ofEpochMilli(in.readLong());
            Principal principal = readPrincipal(in);
            @Nullable String accessKeyId = readAccessKey(in);
            var registry = new Registry(new AccountId(in.readUTF()), new Region(in.readUTF()));
            TokenScope scope = readScope(in);
            if (in.available() > 0) {
                throw new IOException("bytes after the end of the token");
            }
            return new RegistryToken(keyId, id, principal, accessKeyId, registry, expiresAt, scope);
        } catch (IllegalArgumentException e) {
            throw new IOException("a part of the token is not valid", e);
        }
    }

    private static void requireVersion(DataInputStream in) throws IOException {
        if (in.readByte() != VERSION) {
            throw new IOException("a token of another version");
        }
    }

    private static void writePrincipal(DataOutputStream out, Principal principal)
            throws IOException {
        switch (principal) {
            case Principal.Root root -> {
                out.writeByte(ROOT);
                out.writeUTF(root.account().value());
            }
            case Principal.User _,
                    Principal.AssumedRole _,
                    Principal.FederatedUser _,
                    Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    throw new IllegalArgumentException("no token for " + principal.name());
        }
    }

    private static Principal readPrincipal(DataInputStream in) throws IOException {
        if (in.readByte() != ROOT) {
            throw new IOException("a principal of unknown kind");
        }
        return new Principal.Root(new AccountId(in.readUTF()));
    }

    private static void writeAccessKey(DataOutputStream out, @Nullable String accessKeyId)
            throws IOException {
        if (accessKeyId == null) {
            out.writeByte(NO_ACCESS_KEY);
        } else {
            out.writeByte(ACCESS_KEY);
            out.writeUTF(accessKeyId);
        }
    }

    private static @Nullable String readAccessKey(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case NO_ACCESS_KEY -> null;
            case ACCESS_KEY -> in.readUTF();
            default -> throw new IOException("neither an access key nor none");
        };
    }

    private static void writeScope(DataOutputStream out, TokenScope scope) throws IOException {
        switch (scope) {
            case TokenScope.Full _ -> out.writeByte(FULL);
            case TokenScope.Layer layer -> {
                out.writeByte(LAYER);
                out.writeUTF(layer.repository().toString());
                out.writeUTF(layer.digest().toString());
            }
        }
    }

    private static TokenScope readScope(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case FULL -> new TokenScope.Full();
            case LAYER ->
                    new TokenScope.Layer(
                            new RepositoryName(in.readUTF()), Digest.parse(in.readUTF()));
            default -> throw new IOException("a scope of unknown kind");
        };
    }

    private static void writeId(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID readId(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
