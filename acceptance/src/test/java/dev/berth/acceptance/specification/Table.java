package dev.berth.acceptance.specification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The cases, read from {@code resources/specification/}. Its README says how they are written; what
 * is not known there is refused here, so that a slip of the pen is not a demand that nobody checks.
 *
 * @param sections the specification's sections, each with why it has no case, or nothing
 */
public record Table(List<Chapter> chapters, Map<String, String> sections) {

    private static final String SECTIONS = "sections.yaml";
    private static final String CONTENTS = "contents.yaml";

    static final ObjectMapper YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .build();

    /** A file of the table. */
    public record Chapter(String name, String about, List<Case> cases) {
        public Chapter {
            cases = List.copyOf(cases);
        }
    }

    private record ChapterFile(
            String about, @Nullable Map<String, ContentForm> contents, List<Case.Form> cases) {}

    /**
     * What contents are written as: random bytes, a text, or JSON with descriptors of others.
     *
     * @param size what {@code {padding}} in the text fills it up to
     * @param nested how deep the arrays are that {@code {nested}} stands for
     */
    record ContentForm(
            @Nullable String type,
            @Nullable Integer bytes,
            @Nullable String text,
            @Nullable JsonNode json,
            @Nullable Integer size,
            @Nullable Integer nested) {}

    public Table {
        chapters = List.copyOf(chapters);
        sections = Map.copyOf(sections);
    }

    public static Table read() {
        Path folder = folder();
        Map<String, String> sections = value(folder.resolve(SECTIONS), new TypeReference<>() {});
        Map<String, ContentForm> common = value(folder.resolve(CONTENTS), new TypeReference<>() {});
        var chapters = new ArrayList<Chapter>();
        for (Path file : files(folder)) {
            chapters.add(chapter(file, common));
        }
        return new Table(chapters, sections);
    }

    private static Chapter chapter(Path file, Map<String, ContentForm> common) {
        ChapterFile read = value(file, new TypeReference<>() {});
        var contents = new HashMap<>(common);
        if (read.contents() != null) {
            contents.putAll(read.contents());
        }
        String name = file.getFileName().toString().replace(".yaml", "");
        return new Chapter(
                name,
                read.about(),
                read.cases().stream().flatMap(form -> form.cases(contents).stream()).toList());
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith(SECTIONS) && !file.endsWith(CONTENTS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T value(Path file, TypeReference<T> type) {
        try {
            return YAML.readValue(file, type);
        } catch (RuntimeException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static Path folder() {
        URL folder = Objects.requireNonNull(Table.class.getResource("/specification"));
        try {
            return Path.of(folder.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
