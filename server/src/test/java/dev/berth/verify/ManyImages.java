package dev.berth.verify;

import static dev.berth.verify.VerifiedFolder.bytes;
import static dev.berth.verify.VerifiedFolder.config;
import static dev.berth.verify.VerifiedFolder.digest;
import static dev.berth.verify.VerifiedFolder.manifest;

import dev.berth.oci.MediaTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Images in numbers that would take long to push: their rows and files, as pushes leave them. */
final class ManyImages {
    private ManyImages() {}

    /** Images of one layer each, a tag each and the same config. */
    static List<String> fill(VerifiedFolder folder, int count) {
        var texts = IntStream.range(0, count).mapToObj(i -> "filled " + i).toList();
        folder.layer(config(""));
        folder.database.write(tx -> {
            for (int i = 0; i < count; i++) {
                insert(tx.sql(), texts.get(i), "t" + i);
                write(folder.file(digest(texts.get(i))), texts.get(i));
            }
            return tx.sql().execute("UPDATE repository SET image_count = image_count + ?", count);
        });
        return texts;
    }

    private static void insert(Handle sql, String text, String tag) {
        String manifest = manifest(config(""), text);
        String image = digest(manifest).toString();
        String layer = digest(text).toString();
        int size = text.length();
        sql.execute("INSERT INTO blob VALUES ('default', ?, ?, 1, NULL, NULL)", layer, size);
        sql.execute(
                "INSERT INTO repository_blob VALUES (1, ?, 'default', ?, 1, 1, NULL)", layer, size);
        sql.execute(
                "INSERT INTO image VALUES (1, ?, ?, ?, 1, 1, 'ACTIVE', NULL, NULL, ?)",
                image,
                MediaTypes.OCI_MANIFEST,
                MediaTypes.OCI_CONFIG,
                bytes(manifest));
        sql.execute("INSERT INTO image_reference VALUES (1, ?, 'LAYER', ?)", image, layer);
        sql.execute(
                "INSERT INTO image_reference VALUES (1, ?, 'CONFIG', ?)",
                image,
                digest(config("")).toString());
        sql.execute("INSERT INTO image_tag VALUES (1, ?, ?, 1)", tag, image);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
