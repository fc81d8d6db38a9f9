package dev.berth.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** The root access key that a server has left in its data folder. */
record RootKey(String id, String secret) {

    SigningKey signing() {
        return new SigningKey(id, secret, "");
    }

    static Path file(Path data) {
        return data.resolve("credentials");
    }

    static RootKey of(Path data) throws IOException, CommandFailed {
        Path file = file(data);
        try {
            Map<String, String> values = AwsSections.read(Files.readString(file), "default");
            String id = values.getOrDefault("aws_access_key_id", "");
            String secret = values.getOrDefault("aws_secret_access_key", "");
            if (id.isEmpty() || secret.isEmpty()) {
                throw new CommandFailed("there is no access key in " + file);
            }
            return new RootKey(id, secret);
        } catch (NoSuchFileException _) {
            throw new CommandFailed(
                    "there is no root key in %s; every start of the server writes a missing one"
                            .formatted(file));
        } catch (AccessDeniedException _) {
            throw new CommandFailed("%s can only be read by its owner".formatted(file));
        }
    }
}
