package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of the guide, whose commands and code the tests run as they stand there. */
final class Guide {

    private static final String FENCE = "```";

    private final List<String> lines;

    private Guide(List<String> lines) {
        this.lines = lines;
    }

    static Guide artifacts() {
        return page("artifacts.md");
    }

    static Guide access() {
        return page("access.md");
    }

    static Guide oci() {
        return page("oci.md");
    }

    static Guide images() {
        return page("images.md");
    }

    static Guide tokens() {
        return page("tokens.md");
    }

    private static Guide page(String name) {
        return new Guide(read(inCheckout("docs/guide/" + name)).lines().toList());
    }

    /** The headings of the sections that have something to run. */
    List<String> sections() {
        var sections = new ArrayList<String>();
        String section = "";
        for (String line : lines) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.matches(FENCE + "[a-z]+") && !sections.contains(section)) {
                sections.add(section);
            }
        }
        return sections;
    }

    /** The blocks of a section that are in this language, one after the other. */
    String blocks(String section, String language) {
        var blocks = new StringBuilder();
        boolean inSection = false;
        boolean inBlock = false;
        for (String line : lines) {
            if (!inBlock && line.startsWith("## ")) {
                inSection = line.equals("## " + section);
            } else if (inBlock && line.equals(FENCE)) {
                inBlock = false;
            } else if (inBlock) {
                blocks.append(line).append('\n');
            } else {
                inBlock = inSection && line.equals(FENCE + language);
            }
        }
        assertThat(blocks).as("%s in section %s", language, section).isNotEmpty();
        return blocks.toString();
    }

    /** Checks that the Java of a section is what this test compiles and runs. */
    void hasTheCodeOf(Class<?> test, String section) {
        assertThat(withoutSpace(read(sourceOf(test))))
                .contains(withoutSpace(blocks(section, "java")));
    }

    static Path sourceOf(Class<?> test) {
        return inCheckout("acceptance/src/test/java/" + test.getName().replace('.', '/') + ".java");
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s", "");
    }

    static Path inCheckout(String path) {
        return Path.of(System.getProperty("berth.home"), path);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
