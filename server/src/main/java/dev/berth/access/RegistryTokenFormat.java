package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a token without its HMAC: version, key id, and what it says, deflated where that is
 * shorter. Version 1, which knew neither sessions nor when it was issued, is only read.
 */
final class RegistryTokenFormat {
    private static final int FIRST_VERSION = 1;
    private static final int VERSION = 2;

    private RegistryTokenFormat() {}

    static byte[] write(RegistryToken token) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writeId(out, token.keyId());
            Packed.write(out, content(token));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The key that a token claims to be signed with; read before anything can be believed. */
    static UUID keyId(byte[] payload) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            readVersion(in);
            return readId(in);
        }
    }

    /**
     * @throws IOException when these are not the bytes of a token
     */
    static RegistryToken read(byte[] payload) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            return readVersion(in) == FIRST_VERSION ? readFirst(in) : readSecond(in);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("a part of the token is not valid", e);
        }
    }

    private static byte[] content(RegistryToken token) throws IOException {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            writeId(out, token.id());
            out.writeLong(token.issuedAt().toEpochMilli());
            out.writeLong(token.expiresAt().toEpochMilli());
            PrincipalFormat.write(out, token.principal());
            Packed.writeOptional(out, token.accessKeyId());
            out.writeUTF(token.registry().account().value());
            out.writeUTF(token.registry().region().value());
            TokenScopeFormat.write(out, token.scope());
            out.writeBoolean(token.session() != null);
            if (token.session() != null) {
                SessionFormat.write(out, token.session());
            }
        }
        return bytes.toByteArray();
    }

    private static RegistryToken readSecond(DataInputStream outer) throws IOException {
        UUID keyId = readId(outer);
        try (var in = new DataInputStream(new ByteArrayInputStream(Packed.read(outer)))) {
            UUID id = readId(in);
            var issuedAt = Instant.ofEpochMilli(in.readLong());
            var expiresAt = Instant.ofEpochMilli(in.readLong());
            Principal principal = PrincipalFormat.read(in);
            @Nullable String accessKeyId = Packed.readOptional(in);
            Registry registry = readRegistry(in);
            TokenScope scope = TokenScopeFormat.read(in);
            @Nullable Session session = in.readBoolean() ? SessionFormat.read(in) : null;
            requireEnd(in);
            return new RegistryToken(
                    keyId,
                    id,
                    principal,
                    accessKeyId,
                    session,
                    registry,
                    issuedAt,
                    expiresAt,
                    scope);
        }
    }

    private static RegistryToken readFirst(DataInputStream in) throws IOException {
        UUID keyId = readId(in);
        UUID id = readId(in);
        long end = in.readLong();
        Principal principal = PrincipalFormat.read(in);
        @Nullable String accessKeyId = Packed.readOptional(in);
        Registry registry = readRegistry(in);
        TokenScope scope = TokenScopeFormat.read(in);
        requireEnd(in);
        var expiresAt = Instant.ofEpochMilli(end);
        var issuedAt =
                Instant.ofEpochMilli(Math.subtractExact(end, lifetimeOfFirst(scope).toMillis()));
        return new RegistryToken(
                keyId, id, principal, accessKeyId, null, registry, issuedAt, expiresAt, scope);
    }

    private static Duration lifetimeOfFirst(TokenScope scope) {
        return switch (scope) {
            case TokenScope.Full _, TokenScope.Limited _ -> RegistryTokens.LOGIN_LIFETIME;
            case TokenScope.Layer _ -> RegistryTokens.DOWNLOAD_LIFETIME;
        };
    }

    private static int readVersion(DataInputStream in) throws IOException {
        int version = in.readByte();
        if (version != VERSION && version != FIRST_VERSION) {
            throw new IOException("a token of another version");
        }
        return version;
    }

    private static Registry readRegistry(DataInputStream in) throws IOException {
        return new Registry(new AccountId(in.readUTF()), new Region(in.readUTF()));
    }

    private static void requireEnd(DataInputStream in) throws IOException {
        if (in.available() > 0) {
            throw new IOException("bytes after the end of the token");
        }
    }

    private static void writeId(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID readId(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
