package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full refuses the next layer, and keeps everything that was confirmed. */
class FullDiskIT {

    private static final int MIB = 1024 * 1024;

    private final Random random = new Random(28);

    @Test
    void refusesWhatHasNoRoomAndLosesNothing(@TempDir Path folder) throws IOException {
        Clients.needRoot("mounting a small disk");
        Path disk = Files.createDirectories(folder.resolve("disk"));
        var shell = new Shell(folder);
        if (shell.attempt("mount -t tmpfs -o size=32m none disk").exit() != 0) {
            Clients.missing("this machine does not let us mount a tmpfs");
        }
        try (var berth = PackedBerth.startOn(folder, disk.resolve("data"), Map.of());
                var ecr = new Sdk(berth).ecr()) {
            ecr.createRepository(r -> r.repositoryName("full"));
            try (var v2 = new V2(berth.endpoint(), Sdk.login(ecr))) {
                Map<String, SmallImage> confirmed = new LinkedHashMap<>();
                for (int i = 0; i < 3; i++) {
                    var image = SmallImage.random(random, 1, 2 * MIB);
                    v2.push("full", "image-" + i, image);
                    confirmed.put("image-" + i, image);
                }
                var tooLarge = Content.layer(random, 32 * MIB);

                var upload = v2.startUpload("full");

                var refused = v2.finish(upload, tooLarge.digest(), tooLarge.bytes());

                assertThat(refused.statusCode()).isEqualTo(507);
                assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                        .contains("The storage of the registry is full");
                V2.expect(404, v2.get("/v2/full/blobs/" + tooLarge.digest()));
                for (var image : confirmed.entrySet()) {
                    v2.verify("full", image.getKey(), image.getValue());
                }
                // The refused bytes are gone, and there is room for what fits.
                v2.push("full", "small", SmallImage.random(random, 1, MIB));
                berth.restart();
                for (var image : confirmed.entrySet()) {
                    v2.verify("full", image.getKey(), image.getValue());
                }
            }
        } finally {
            shell.run("umount disk");
        }
    }
}
