package dev.berth.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    private static final FileTime BEFORE = FileTime.fromMillis(1_000_000_000);

    @TempDir private Path folder;
    private Path library;
    private byte[] content;

    @BeforeEach
    void unpack() throws Exception {
        NativeLibrary.unpack(folder);
        assertThat(files()).hasSize(1);
        library = files().getFirst();
        content = Files.readAllBytes(library);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void unpacksTheLibraryOnce() throws Exception {
        Files.setLastModifiedTime(library, BEFORE);

        NativeLibrary.unpack(folder);

        assertThat(files()).containsExactly(library);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(BEFORE);
    }

    @Test
    void replacesALibraryOfWhichOnlyAPartIsThere() throws Exception {
        Files.write(library, new byte[] {1});

        NativeLibrary.unpack(folder);

        assertThat(files()).containsExactly(library);
        assertThat(library).hasBinaryContent(content);
    }

    /** Another version's, or one whose blocks a power failure took. */
    @Test
    void replacesAnotherLibraryOfTheSameSize() throws Exception {
        byte[] other = content.clone();
        other[other.length / 2] ^= 1;
        Files.write(library, other);

        NativeLibrary.unpack(folder);

        assertThat(files()).containsExactly(library);
        assertThat(library).hasBinaryContent(content);
    }

    @Test
    void usesTheNameOfNoVersionSoThatAnUpgradeLeavesNothingBehind() {
        assertThat(library).hasFileName(System.mapLibraryName("sqlitejdbc"));
    }
}
