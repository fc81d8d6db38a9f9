package dev.berth.blob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.file.DataFolderException.Reason;
import dev.berth.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderLockTest {
    @TempDir Path folder;

    @Test
    void makesTheFolderForItsOwnerAlone() throws IOException {
        Path data = folder.resolve("new/data");

        DataFolderLock.acquire(data).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void isHeldByOne() throws IOException {
        try (var _ = DataFolderLock.acquire(folder)) {
            assertThatExceptionOfType(DataFolderException.class)
                    .isThrownBy(() -> DataFolderLock.acquire(folder))
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.HELD))
                    .withMessage("the data folder " + folder + " is held by another berth");
        }
        DataFolderLock.acquire(folder).close();
    }

    @Test
    void isHeldByAnotherProcess() throws Exception {
        try (var other = ChildProcess.start(HoldFolder.class, folder.toString())) {
            assertThat(other.line()).isEqualTo("held");

            assertThatExceptionOfType(DataFolderException.class)
                    .isThrownBy(() -> DataFolderLock.acquire(folder))
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.HELD));

            other.kill();
            DataFolderLock.acquire(folder).close();
        }
    }

    /** Holds a folder until it is killed. */
    static final class HoldFolder {
        private HoldFolder() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws Exception {
            try (var _ = DataFolderLock.acquire(Path.of(arguments[0]))) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void saysThatAFolderIsNotWritable() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(DataFolderException.class)
                .isThrownBy(() -> DataFolderLock.acquire(file.resolve("data")))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_WRITABLE))
                .withMessage("the data folder " + file.resolve("data") + " is not writable");
    }
}
