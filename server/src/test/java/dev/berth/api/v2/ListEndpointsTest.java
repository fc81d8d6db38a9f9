package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.repository.TagMutability;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListEndpointsTest {
    @TempDir private Path folder;
    private V2Harness berth;

    @BeforeEach
    void start() {
        berth = new V2Harness(folder);
        berth.create("app");
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @Test
    void listsNoTags() {
        V2Reply reply = berth.ask("GET", "/v2/app/tags/list").send().is(200);

        assertThat(reply.text()).isEqualTo("{\"name\":\"app\",\"tags\":[]}");
        assertThat(reply.header("Content-Type")).startsWith("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '\"A\",\"_x\",\"a\",\"b\",\"b.1\"', ''",
        "?n=5, '\"A\",\"_x\",\"a\",\"b\",\"b.1\"', ''",
        "?n=2, '\"A\",\"_x\"', last=_x&n=2",
        "?n=2&last=_x, '\"a\",\"b\"', last=b&n=2",
        "?n=2&last=b, '\"b.1\"', ''",
        "?last=a, '\"b\",\"b.1\"', ''",
        "?last=aa, '\"b\",\"b.1\"', ''",
        "?last=z, '', ''",
        "?n=0, '', ''",
        "?n=5000, '\"A\",\"_x\",\"a\",\"b\",\"b.1\"', ''",
        "?last=, '\"A\",\"_x\",\"a\",\"b\",\"b.1\"', ''",
    })
    void listsTagsInTheOrderOfTheirBytes(String query, String tags, String next) {
        tag(List.of("b", "A", "_x", "b.1", "a"));

        V2Reply reply = berth.ask("GET", "/v2/app/tags/list" + query).send().is(200);

        assertThat(reply.text()).isEqualTo("{\"name\":\"app\",\"tags\":[" + tags + "]}");
        assertThat(reply.header("Link"))
                .isEqualTo(
                        next.isEmpty()
                                ? ""
                                : "<http://localhost:5327/v2/app/tags/list?%s>; rel=\"next\""
                                        .formatted(next));
    }

    @Test
    void findsEveryTagByFollowingTheLinks() {
        List<String> tags = IntStream.range(0, 205).mapToObj("t%03d"::formatted).toList();
        tag(tags);
        var found = new ArrayList<String>();

        String target = "/v2/app/tags/list";
        for (int page = 0; !target.isEmpty(); page++) {
            assertThat(page).isLessThan(3);
            V2Reply reply = berth.ask("GET", target).send().is(200);
            found.addAll(names(reply.text()));
            target = next(reply);
        }

        assertThat(found).isEqualTo(tags);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001", "5000", "999999999999999999"})
    void givesAThousandTagsAtMostWhateverIsAskedFor(String n) {
        tag(IntStream.range(0, 1_001).mapToObj("t%04d"::formatted).toList());

        V2Reply reply = berth.ask("GET", "/v2/app/tags/list?n=" + n).send().is(200);

        assertThat(names(reply.text())).hasSize(1_000);
        assertThat(reply.header("Link"))
                .isEqualTo(
                        "<http://localhost:5327/v2/app/tags/list?last=t0999&n=1000>; rel=\"next\"");
        assertThat(names(berth.ask("GET", next(reply)).send().is(200).text()))
                .containsExactly("t1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n=-1", "n=x", "n=", "n=1.5", "n=99999999999999999999", "last=a+b"})
    void refusesPagesThatAreNone(String query) {
        berth.ask("GET", "/v2/app/tags/list?" + query).send().is(400, "UNSUPPORTED");
    }

    @Test
    void listsTheRepositoriesOfTheRegistryByPages() {
        berth.create("a/b");
        berth.create("zoo");
        berth.create(
                V2Harness.registry("000000000000", "eu-west-1"), "abroad", TagMutability.MUTABLE);

        V2Reply all = berth.ask("GET", "/v2/_catalog").send().is(200);
        V2Reply first = berth.ask("GET", "/v2/_catalog?n=2").send().is(200);
        V2Reply second = berth.ask("GET", next(first)).send().is(200);

        assertThat(all.text()).isEqualTo("{\"repositories\":[\"a/b\",\"app\",\"zoo\"]}");
        assertThat(first.text()).isEqualTo("{\"repositories\":[\"a/b\",\"app\"]}");
        assertThat(second.text()).isEqualTo("{\"repositories\":[\"zoo\"]}");
        assertThat(second.header("Link")).isEmpty();
        assertThat(berth.ask("GET", "/v2/_catalog?n=0").send().is(200).text())
                .isEqualTo("{\"repositories\":[]}");
        berth.ask("GET", "/v2/_catalog?last=NOT").send().is(400, "UNSUPPORTED");
    }

    private static String next(V2Reply reply) {
        String link = reply.header("Link");
        return link.isEmpty()
                ? ""
                : link.substring("<http://localhost:5327".length(), link.indexOf('>'));
    }

    private static List<String> names(String json) {
        String list = json.substring(json.indexOf('[') + 1, json.indexOf(']'));
        return list.isEmpty() ? List.of() : List.of(list.replace("\"", "").split(","));
    }

    private void tag(List<String> tags) {
        String config = Digest.sha256(StandardCharsets.UTF_8.encode("{}")).toString();
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + config).body("{}").send().is(201);
        // of two images, for one cannot have all of them
        String manifest =
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2},\"layers\":[],\"annotations\":{\"n\":\"%%d\"}}"
                        .formatted(MediaTypes.OCI_CONFIG, config);
        for (String tag : tags) {
            berth.ask("PUT", "/v2/app/manifests/" + tag)
                    .header("Content-Type", MediaTypes.OCI_MANIFEST)
                    .body(manifest.formatted(tags.indexOf(tag) % 2))
                    .send()
                    .is(201);
        }
    }
}
