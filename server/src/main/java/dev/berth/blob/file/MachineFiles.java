package dev.berth.blob.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Opens stagings on the machine's own file systems. */
final class MachineFiles implements Surroundings.Opener {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A layer of less is pulled soon after its push, as a rule, and had better lie in memory. */
    private static final long LARGE = 64 << 20;

    private final Optional<OpenOption> direct = direct();

    @Override
    public FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                OWNER_ONLY);
    }

    @Override
    public Optional<FileChannel> openPastCache(Path file) {
        return direct.flatMap(option -> open(file, option));
    }

    @Override
    public long pastCacheFrom() {
        return LARGE;
    }

    private static Optional<FileChannel> open(Path file, OpenOption direct) {
        try {
            return Optional.of(FileChannel.open(file, StandardOpenOption.WRITE, direct));
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    /** Looked up by its name: it is this JDK's, and may be missing from another one. */
    private static Optional<OpenOption> direct() {
        try {
            var options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Stream.of(options)
                    .map(OpenOption.class::cast)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .findFirst();
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        }
    }
}
