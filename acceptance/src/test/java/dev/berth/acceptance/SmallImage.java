package dev.berth.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** An image of random layers: nothing in it is shared with any other. */
record SmallImage(Content config, List<Content> layers, Content manifest) {

    SmallImage {
        layers = List.copyOf(layers);
    }

    static SmallImage random(Random random, int layers, int layerSize) {
        return of(
                Content.config("amd64", random),
                IntStream.range(0, layers)
                        .mapToObj(_ -> Content.layer(random, layerSize))
                        .toList());
    }

    static SmallImage of(Content config, List<Content> layers) {
        return new SmallImage(config, layers, Content.manifest(config, layers));
    }

    String digest() {
        return manifest.digest();
    }

    /** Writes the image as skopeo's {@code dir:} transport reads it. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("version"), "Directory Transport Version: 1.1\n");
        Files.write(folder.resolve("manifest.json"), manifest.bytes());
        Files.write(folder.resolve(hex(config)), config.bytes());
        for (Content layer : layers) {
            Files.write(folder.resolve(hex(layer)), layer.bytes());
        }
    }

    private static String hex(Content content) {
        return content.digest().substring("sha256:".length());
    }
}
