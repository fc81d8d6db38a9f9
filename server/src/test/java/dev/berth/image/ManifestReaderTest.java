package dev.berth.image;

import static dev.berth.image.ImageFixture.CONFIG;
import static dev.berth.image.ImageFixture.descriptor;
import static dev.berth.image.ImageFixture.image;
import static dev.berth.image.ImageFixture.index;
import static dev.berth.image.ImageFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.MediaTypes;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String CONFIG_DESCRIPTOR = descriptor(MediaTypes.OCI_CONFIG, CONFIG, 1);

    private static Manifest read(String text, @Nullable String declared) {
        return ManifestReader.read(
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), declared);
    }

    private static String refusal(String text, @Nullable String declared) {
        return problem(() -> read(text, declared), ImageProblem.ManifestInvalid.class).constraint();
    }

    /** A manifest with these members behind its version. */
    private static String manifest(String members) {
        return "{\"schemaVersion\":2," + members + "}";
    }

    private static String config() {
        return "\"config\":" + CONFIG_DESCRIPTOR;
    }

    @ParameterizedTest
    @ValueSource(strings = {MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST})
    void readsImages(String mediaType) {
        var image = (Manifest.OfImage) read(manifest(config() + ",\"layers\":[]"), mediaType);

        assertThat(image.mediaType()).isEqualTo(mediaType);
        assertThat(image.config().digest()).isEqualTo(CONFIG);
        assertThat(image.layers()).isEmpty();
        assertThat(image.artifactMediaType()).isEqualTo(MediaTypes.OCI_CONFIG);
    }

    @ParameterizedTest
    @ValueSource(strings = {MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST})
    void readsIndexes(String mediaType) {
        var index =
                (Manifest.OfIndex)
                        read(manifest("\"manifests\":[" + CONFIG_DESCRIPTOR + "]"), mediaType);

        assertThat(index.mediaType()).isEqualTo(mediaType);
        assertThat(index.children())
                .extracting(Manifest.Descriptor::digest)
                .containsExactly(CONFIG);
    }

    @Test
    void takesTheMediaTypeFromTheManifestWhereTheRequestSaysNone() {
        assertThat(read(image("x"), null).mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(read(index(), null).mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(refusal(manifest(config()), null)).isEqualTo("Invalid JSON syntax");
    }

    @Test
    void refusesMediaTypesThatDoNotAgree() {
        assertThat(refusal(image("x"), MediaTypes.DOCKER_MANIFEST))
                .contains(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void acceptsWhatIsUnknownEmptyOrLeftOut() {
        read(manifest(config()), MediaTypes.OCI_MANIFEST);
        read(manifest(config() + ",\"layers\":null"), MediaTypes.OCI_MANIFEST);
        read(manifest("\"x\":{\"y\":[1,2.5,null,true]}"), MediaTypes.OCI_INDEX);
        read(manifest("\"manifests\":[]"), MediaTypes.OCI_INDEX);
        read(manifest(config() + ",\"annotations\":{\"a\":\"b\"}"), MediaTypes.OCI_MANIFEST);
    }

    @Test
    void refusesWhatIsNoManifest() {
        for (String text :
                List.of(
                        "",
                        "{",
                        "null",
                        "[]",
                        "7",
                        "{} {}",
                        "{\"schemaVersion\":2,\"schemaVersion\":2}",
                        manifest("\"config\":[]"),
                        manifest("\"mediaType\":7"),
                        "[".repeat(100_000))) {
            assertThat(refusal(text, MediaTypes.OCI_MANIFEST))
                    .as(text.substring(0, Math.min(50, text.length())))
                    .isEqualTo("Invalid JSON syntax");
        }
    }

    @Test
    void refusesOtherTypesByName() {
        assertThat(refusal("{\"schemaVersion\":1}", null))
                .isEqualTo(
                        "Unsupported manifest type:"
                                + " \"application/vnd.docker.distribution.manifest.v1+json\"");
        assertThat(
                        refusal(
                                "{\"schemaVersion\":1}",
                                "application/vnd.docker.distribution.manifest.v1+prettyjws"))
                .startsWith("Unsupported manifest type");
        assertThat(refusal(manifest(config()), "application/json"))
                .isEqualTo("Unsupported manifest type: \"application/json\"");
        assertThat(refusal(manifest("\"mediaType\":\"a/b\""), null))
                .isEqualTo("Unsupported manifest type: \"a/b\"");
    }

    @Test
    void refusesStructuresThatMislead() {
        String digest = CONFIG.toString();
        for (String members :
                List.of(
                        "\"layers\":[]",
                        config() + ",\"manifests\":[]",
                        "\"config\":{}",
                        "\"config\":{\"digest\":\"" + digest + "\"}",
                        "\"config\":{\"digest\":\"" + digest + "\",\"size\":-1}",
                        "\"config\":{\"digest\":\"sha256:abc\",\"size\":1}",
                        "\"config\":{\"digest\":\"md5:" + "0".repeat(32) + "\",\"size\":1}",
                        config() + ",\"layers\":[null]",
                        config() + ",\"subject\":{}",
                        config() + ",\"artifactType\":\"a/b;version=1\"",
                        "\"config\":" + descriptor("no type", CONFIG, 1))) {
            refusal(manifest(members), MediaTypes.OCI_MANIFEST);
        }
        refusal(manifest("\"layers\":[]"), MediaTypes.OCI_INDEX);
        refusal("{\"schemaVersion\":3," + config() + "}", MediaTypes.OCI_MANIFEST);
        refusal("{" + config() + "}", MediaTypes.OCI_MANIFEST);
    }

    @Test
    void boundsTheNumberOfDescriptors() {
        String many =
                IntStream.range(0, 10_001)
                        .mapToObj(_ -> CONFIG_DESCRIPTOR)
                        .collect(Collectors.joining(","));

        refusal(manifest("\"manifests\":[" + many + "]"), MediaTypes.OCI_INDEX);
    }

    @Property(tries = 300)
    void whateverTheJsonIsTheAnswerIsAManifestOrAProblem(@ForAll("almostManifests") String text) {
        readsOrRefuses(text.getBytes(StandardCharsets.UTF_8), MediaTypes.OCI_MANIFEST);
        readsOrRefuses(text.getBytes(StandardCharsets.UTF_8), MediaTypes.OCI_INDEX);
        readsOrRefuses(text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Provide
    Arbitrary<String> almostManifests() {
        return members(3).map(members -> "{" + members + "}");
    }

    private static Arbitrary<String> members(int depth) {
        Arbitrary<String> name =
                Arbitraries.of(
                        "schemaVersion",
                        "mediaType",
                        "artifactType",
                        "config",
                        "layers",
                        "manifests",
                        "subject",
                        "digest",
                        "size",
                        "urls",
                        "other");
        return Combinators.combine(name, value(depth))
                .as((n, v) -> "\"" + n + "\":" + v)
                .list()
                .ofMaxSize(4)
                .map(all -> String.join(",", all));
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> leaf =
                Arbitraries.of(
                        "null",
                        "2",
                        "-1",
                        "1e99",
                        "true",
                        "\"\"",
                        "\"" + CONFIG + "\"",
                        "\"" + MediaTypes.OCI_MANIFEST + "\"",
                        "[]",
                        "[null]",
                        "{}",
                        "[" + CONFIG_DESCRIPTOR + "]",
                        CONFIG_DESCRIPTOR,
                        "99999999999999999999");
        return depth == 0
                ? leaf
                : Arbitraries.oneOf(
                        leaf,
                        members(depth - 1).map(members -> "{" + members + "}"),
                        members(depth - 1).map(members -> "[{" + members + "}]"));
    }

    static void readsOrRefuses(byte[] bytes, @Nullable String declared) {
        try {
            assertThat(ManifestReader.read(ByteBuffer.wrap(bytes), declared).mediaType())
                    .isNotEmpty();
        } catch (ProblemException e) {
            assertThat(e.problem()).isInstanceOf(ImageProblem.ManifestInvalid.class);
        }
    }
}
