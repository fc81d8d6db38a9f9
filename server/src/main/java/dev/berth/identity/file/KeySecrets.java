package dev.berth.identity.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Secrets of access keys are never in the file itself: they come from files of their own, as
 * orchestrators mount them, or from variables.
 */
final class KeySecrets {
    private static final Pattern FORM = Pattern.compile("[!-~]{16,128}");

    private final Path folder;
    private final Function<String, Optional<String>> environment;
    private final Set<Path> files = new LinkedHashSet<>();

    /** Paths are relative to the folder of the file that names them. */
    KeySecrets(Path folder, Function<String, Optional<String>> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** The secret of a key; empty where there is none, which is a fault. */
    Optional<String> of(Section key) {
        Optional<String> file = key.text("secret-file", "the path of a file", _ -> true);
        Optional<String> variable =
                key.text(
                        "secret-variable",
                        "the name of a variable",
                        name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"));
        boolean inFile = key.has("secret-file");
        if (inFile == key.has("secret-variable")) {
            key.fault(
                    "",
                    inFile
                            ? "secret-file and secret-variable exclude each other"
                            : "secret-file or secret-variable is missing: it says where the secret is");
            return Optional.empty();
        }
        return file.flatMap(path -> fromFile(key, path))
                .or(() -> variable.flatMap(name -> fromVariable(key, name)));
    }

    /** All files that were asked for, whether they are there or not. */
    Set<Path> files() {
        return Set.copyOf(files);
    }

    private Optional<String> fromFile(Section key, String name) {
        try {
            Path file = folder.resolve(name);
            files.add(file);
            return checked(key, "secret-file", "the content of " + file, Files.readString(file));
        } catch (NoSuchFileException _) {
            key.fault("secret-file", "there is no file " + folder.resolve(name));
        } catch (CharacterCodingException _) {
            key.fault("secret-file", "the content of " + folder.resolve(name) + " is no text");
        } catch (InvalidPathException _) {
            key.fault("secret-file", "'%s' is not the path of a file".formatted(name));
        } catch (IOException e) {
            key.fault("secret-file", "%s cannot be read: %s".formatted(folder.resolve(name), e));
        }
        return Optional.empty();
    }

    private Optional<String> fromVariable(Section key, String name) {
        Optional<String> value = environment.apply(name);
        if (value.isEmpty()) {
            key.fault("secret-variable", "there is no variable " + name);
        }
        return value.flatMap(text -> checked(key, "secret-variable", "the value of " + name, text));
    }

    private static Optional<String> checked(
            Section key, String member, String what, String content) {
        String secret = content.strip();
        if (!FORM.matcher(secret).matches()) {
            key.fault(
                    member,
                    what + " is no secret: it must have 16 to 128 characters of ASCII, no spaces");
            return Optional.empty();
        }
        return Optional.of(secret);
    }
}
