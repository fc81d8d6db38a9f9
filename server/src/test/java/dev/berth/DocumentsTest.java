package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What documents lead to is there. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Set<String> NOT_OURS = Set.of("target", ".git");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CHOSEN_TEST = Pattern.compile("-D(it\\.)?test=(\\w+)");

    @Test
    void everyRelativeLinkLeadsToAFile() throws IOException {
        var broken = new ArrayList<String>();
        int links = 0;
        for (Path document : documents()) {
            String text = CODE.matcher(Files.readString(document)).replaceAll("");
            for (var link : LINK.matcher(text).results().toList()) {
                String target = link.group(1).replaceFirst("#.*", "");
                if (target.isEmpty() || target.contains(":")) {
                    continue;
                }
                links++;
                if (!Files.exists(document.resolveSibling(target))) {
                    broken.add(document + ": " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    @Test
    void everyTestThatContributorsAreToldToRunExists() throws IOException {
        var chosen =
                CHOSEN_TEST
                        .matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md")))
                        .results()
                        .filter(test -> !test.group(2).equals("NoSuchTest"))
                        .toList();

        assertThat(chosen).hasSizeGreaterThan(1);
        for (var test : chosen) {
            String module = test.group(1) == null ? "server" : "acceptance";
            assertThat(existsBelow(ROOT.resolve(module, "src/test/java"), test.group(2) + ".java"))
                    .as(test.group())
                    .isTrue();
        }
    }

    private static boolean existsBelow(Path folder, String name) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.anyMatch(file -> file.endsWith(name));
        }
    }

    private static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes of) {
                        return NOT_OURS.contains(String.valueOf(dir.getFileName()))
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
                        if (file.toString().endsWith(".md")) {
                            documents.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        // what runs meanwhile makes files that do not last
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
        return documents;
    }
}
