package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first of the two commands of the quick start, where nothing was ever built. */
class FreshCheckoutIT {

    /** What a clone does not have, or no build needs. */
    private static final Set<String> LEFT_OUT = Set.of("target", ".git");

    @TempDir Path folder;

    @Test
    void oneCommandBuildsAndServesAndLaterStartsBuildNothing() throws IOException {
        Clients.need(Clients.AWS);
        Path checkout = folder.resolve("check out");
        copy(Path.of(System.getProperty("berth.home")).toAbsolutePath().normalize(), checkout);

        try (var berth = PackedBerth.startFrom(checkout, folder)) {
            assertThat(berth.output())
                    .contains("berth: building", "aws ecr create-repository")
                    .contains(berth.exports().get("BERTH_REGISTRY"))
                    .doesNotContain("starts stay slow");
            berth.shell().run("aws ecr create-repository --repository-name first");
            int built = berth.output().length();

            assertThat(berth.terminate()).isZero();
            berth.restart();

            assertThat(berth.output().substring(built)).doesNotContain("berth: building");
            assertThat(
                            berth.shell()
                                    .run(
                                            "aws ecr describe-repositories --query repositories[].repositoryName --output text"))
                    .isEqualTo("first");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts)
                            throws IOException {
                        if (!folder.equals(from)
                                && LEFT_OUT.contains(folder.getFileName().toString())) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(to.resolve(from.relativize(folder)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                            throws IOException {
                        if (!LEFT_OUT.contains(file.getFileName().toString())) {
                            Files.copy(
                                    file,
                                    to.resolve(from.relativize(file)),
                                    StandardCopyOption.COPY_ATTRIBUTES);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
