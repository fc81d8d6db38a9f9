package dev.berth.boot;

import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where the server of a data folder is reached. It lies in the folder, so that other commands can
 * name that server whether it runs or not.
 *
 * @param endpoint what the AWS tools take as the endpoint's URL
 * @param registry what docker takes as the registry's host
 */
public record ServerAddress(String endpoint, String registry, String account, String region) {
    private static final String FILE = "server.json";

    /** Whether a server of this folder has ever listened. */
    static boolean isKnown(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    public static Optional<ServerAddress> of(Path data) throws IOException {
        try {
            return Optional.of(
                    Json.read(Files.readAllBytes(data.resolve(FILE)), ServerAddress.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "the data folder %s can only be read by its owner".formatted(data), e);
        } catch (JsonFault e) {
            throw new IOException(data.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }

    void write(Path data) throws IOException {
        Path staged = Files.write(data.resolve(FILE + ".new"), Json.write(this));
        Files.move(
                staged,
                data.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
