package dev.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One of the AWS tools' two files, edited in place: whole or not at all, its mode kept. */
final class AwsFile {
    private static final Set<PosixFilePermission> OWNER_ALONE =
            PosixFilePermissions.fromString("rw-------");

    private final Path path;

    AwsFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Where the AWS tools look for it: where a variable says, or in the home folder. */
    static Path path(Console console, String variable, String name) {
        String named = console.variable(variable);
        if (named.isEmpty()) {
            return console.home().resolve(".aws").resolve(name);
        }
        return named.startsWith("~/") ? console.home().resolve(named.substring(2)) : Path.of(named);
    }

    Path path() {
        return path;
    }

    String text() throws IOException {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    /** Gives a section these values; a value that is empty removes its key. */
    void edit(String section, Map<String, Optional<String>> values) throws IOException {
        String before = text();
        String after = AwsSections.with(before, section, values);
        if (!after.equals(before)) {
            replace(after);
        }
    }

    private void replace(String text) throws IOException {
        // a link stays a link: what it leads to is replaced
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(target + " has no folder");
        }
        boolean posix = posix(folder);
        if (!Files.isDirectory(folder)) {
            if (posix) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(folder);
            }
        }
        Path staged = Files.createTempFile(folder, "." + target.getFileName(), ".new");
        try {
            Files.writeString(staged, text);
            if (posix) {
                Files.setPosixFilePermissions(
                        staged,
                        Files.exists(target) ? Files.getPosixFilePermissions(target) : OWNER_ALONE);
            }
            Files.move(
                    staged,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    private static boolean posix(Path folder) throws IOException {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).supportsFileAttributeView("posix");
    }
}
