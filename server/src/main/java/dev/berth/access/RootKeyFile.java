package dev.berth.access;

import dev.berth.db.Database;
import dev.berth.db.Tx;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where the root key lies: 32 bytes in base64, in a file that only its owner can read. It is made
 * once and never written again; without it the secrets of the database are lost.
 */
public final class RootKeyFile {
    private final Path file;
    private final SecureRandom random;
    private final List<SealedSecrets> sealed;

    /**
     * @param others secrets of the database beside those of tokens
     */
    public RootKeyFile(Path file, SecureRandom random, SealedSecrets others) {
        this.file = file;
        this.random = random;
        this.sealed = List.of(others, TokenKeys.sealed());
    }

    /**
     * The root key of this database, created when there is neither a key nor a secret. Whoever
     * calls this holds the data folder alone.
     *
     * @throws RootKeyException when the key is missing, unreadable or not the one of this database
     */
    public RootKey openFor(Database database) {
        Optional<RootKey> stored = read();
        return database.read(tx -> {
            if (stored.isPresent()) {
                requireFits(stored.get(), tx);
                return stored.get();
            }
            if (sealed.stream().anyMatch(secrets -> secrets.any(tx).isPresent())) {
                throw new RootKeyException(
                        "the root key %s is missing, and only it opens the secrets of the database: put it back"
                                .formatted(file));
            }
            return create();
        });
    }

    private void requireFits(RootKey key, Tx tx) {
        try {
            for (SealedSecrets secrets : sealed) {
                secrets.any(tx).ifPresent(sample -> key.open(sample.secret(), sample.purpose()));
            }
        } catch (RootKeyException _) {
            throw new RootKeyException(
                    "the root key %s is not the one that sealed the secrets of the database: put that one back"
                            .formatted(file));
        }
    }

    private Optional<RootKey> read() {
        try {
            byte[] key =
                    Base64.getDecoder()
                            .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            return Optional.of(new RootKey(key, random));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            throw new RootKeyException(
                    "the root key %s is damaged: it must hold %d bytes in base64"
                            .formatted(file, RootKey.LENGTH));
        } catch (IOException e) {
            throw new RootKeyException("the root key %s cannot be read: %s".formatted(file, e));
        }
    }

    private RootKey create() {
        byte[] key = new byte[RootKey.LENGTH];
        random.nextBytes(key);
        try {
            OwnerOnlyFile.write(file, Base64.getEncoder().encodeToString(key) + "\n");
        } catch (IOException e) {
            throw new RootKeyException("the root key %s cannot be written: %s".formatted(file, e));
        }
        return new RootKey(key, random);
    }
}
