package dev.berth.identity.file;

import dev.berth.config.ConfigFaults;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Where the identities are declared: a file, and the files beside it that hold secrets. */
public final class IdentitiesFile {
    private final Path path;
    private final IdentitiesReader reader;

    public IdentitiesFile(Path path, IdentitiesReader reader) {
        this.path = path.toAbsolutePath();
        this.reader = reader;
    }

    /**
     * What the file says now.
     *
     * @throws ConfigFaults with everything that is wrong; each names the file
     */
    public IdentitiesReader.Read read() throws ConfigFaults {
        try {
            return reader.read(Files.readString(path), folder());
        } catch (ConfigFaults e) {
            throw faults(e.faults());
        } catch (NoSuchFileException _) {
            throw new ConfigFaults(List.of("there is no file of identities " + path));
        } catch (CharacterCodingException _) {
            throw faults(List.of("it is not UTF-8"));
        } catch (IOException e) {
            throw faults(List.of("it cannot be read: " + e));
        }
    }

    private Path folder() {
        return Objects.requireNonNullElse(path.getParent(), path);
    }

    /** Each fault with the name of the file before it. */
    ConfigFaults faults(List<String> faults) {
        return new ConfigFaults(faults.stream().map(fault -> path + ": " + fault).toList());
    }

    /**
     * Differs where the content of the file or of a secret does. What cannot be read has no
     * content.
     */
    String fingerprint(Collection<Path> secrets) {
        MessageDigest digest = sha256();
        add(digest, path);
        new TreeSet<>(secrets).forEach(secret -> add(digest, secret));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Path file) {
        MessageDigest content = sha256();
        try {
            content.update(Files.readAllBytes(file));
            digest.update((byte) 1);
        } catch (IOException _) {
            digest.update((byte) 0);
        }
        digest.update(content.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
