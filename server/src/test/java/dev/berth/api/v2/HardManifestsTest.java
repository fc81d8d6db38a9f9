package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Manifests that two readers might understand in two ways, and names that are not what they seem.
 */
class HardManifestsTest {
    private static final String CONFIG = digest("{}");
    private static final String DESCRIPTOR =
            "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2}"
                    .formatted(MediaTypes.OCI_CONFIG, CONFIG);

    @TempDir private Path folder;
    private V2Harness berth;

    @BeforeEach
    void start() {
        berth = new V2Harness(folder);
        berth.create("app");
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + CONFIG).body("{}").send().is(201);
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"config\":D,\"layers\":[D],\"manifests\":[D]",
                "\"config\":D,\"layers\":[],\"manifests\":[]",
                "\"manifests\":[],\"layers\":[]",
                "\"manifests\":[],\"config\":D"
            })
    void refusesWhatIsBothAnImageAndAnIndex(String members) {
        String manifest = "{\"schemaVersion\":2," + members.replace("D", DESCRIPTOR) + "}";

        refused(manifest, MediaTypes.OCI_MANIFEST);
        refused(manifest, MediaTypes.OCI_INDEX);
        refused(manifest, MediaTypes.DOCKER_MANIFEST);
        refused(manifest, MediaTypes.DOCKER_LIST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaVersion\":2,\"config\":D,\"layers\":[],\"layers\":[D]}",
                "{\"schemaVersion\":2,\"schemaVersion\":2,\"config\":D,\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":D,\"layers\":[{\"size\":1,\"digest\":\"C\",\"size\":2}]}",
                "{\"schemaVersion\":2,\"config\":D,\"layers\":[],\"\\u006cayers\":[D]}",
                "{\"schemaVersion\":2,\"config\":D,\"layers\":[],\"annotations\":{\"a\":\"1\",\"a\":\"2\"}}",
                "{\"schemaVersion\":2,\"config\":D,\"layers\":[],\"unknown\":[{\"a\":1,\"a\":1}]}"
            })
    void refusesMembersThatStandThereTwice(String manifest) {
        refused(
                manifest.replace("D", DESCRIPTOR).replace("\"C\"", '"' + CONFIG + '"'),
                MediaTypes.OCI_MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {MediaTypes.DOCKER_MANIFEST, MediaTypes.OCI_INDEX, "application/json"})
    void refusesAManifestThatSaysItIsSomethingElseThanTheRequest(String inside) {
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[]}"
                        .formatted(inside, DESCRIPTOR);

        refused(manifest, MediaTypes.OCI_MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesNestingWithoutAnEnd(String opening) {
        refused(
                "{\"schemaVersion\":2,\"config\":%s,\"layers\":[],\"annotations\":%s"
                        .formatted(DESCRIPTOR, opening.repeat(100_000)),
                MediaTypes.OCI_MANIFEST);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        var image = image("\u00fc");
        for (byte[] bytes :
                List.of(
                        image.getBytes(StandardCharsets.UTF_16),
                        image.getBytes(StandardCharsets.UTF_16LE),
                        image.getBytes(StandardCharsets.ISO_8859_1),
                        ("\ufeff" + image).getBytes(StandardCharsets.UTF_8))) {
            berth.ask("PUT", "/v2/app/manifests/v1")
                    .header("Content-Type", MediaTypes.OCI_MANIFEST)
                    .body(bytes)
                    .send()
                    .is(405, "UNSUPPORTED");
        }
    }

    @Test
    void takesALongChainOfIndexesAndLetsItGoFromItsTop() {
        var chain = new ArrayList<String>();
        chain.add(push(image("chain"), MediaTypes.OCI_MANIFEST));
        for (int depth = 0; depth < 100; depth++) {
            chain.add(push(index(chain.getLast()), MediaTypes.OCI_INDEX));
        }

        berth.ask("DELETE", "/v2/app/manifests/" + chain.getFirst()).send().is(405);
        berth.ask("DELETE", "/v2/app/manifests/" + chain.get(50)).send().is(405);
        for (String digest : chain.reversed()) {
            berth.ask("DELETE", "/v2/app/manifests/" + digest).send().is(202);
        }
    }

    @Test
    void takesAnIndexThatNamesAChildTwice() {
        String child = push(image("twice"), MediaTypes.OCI_MANIFEST);
        String both = index(child).replace("]", ",{\"digest\":\"" + child + "\",\"size\":2}]");

        push(both, MediaTypes.OCI_INDEX);

        berth.ask("DELETE", "/v2/app/manifests/" + child).send().is(405);
    }

    /** Nothing can be its own child: its digest would have to be known before it is written. */
    @Test
    void refusesAnIndexThatClaimsToBeItsOwnChild() {
        String index = index("sha256:" + "1".repeat(64));

        put("sha256:" + "1".repeat(64), index, MediaTypes.OCI_INDEX).is(400, "DIGEST_INVALID");
        put("self", index, MediaTypes.OCI_INDEX).is(400, "MANIFEST_BLOB_UNKNOWN");
    }

    @Test
    void takesTheTagFromAChildOfAnIndexAndKeepsTheChild() {
        String child = image("child");
        put("child", child, MediaTypes.OCI_MANIFEST).is(201);
        put("all", index(digest(child)), MediaTypes.OCI_INDEX).is(201);

        berth.ask("DELETE", "/v2/app/manifests/child").send().is(202);

        berth.ask("GET", "/v2/app/manifests/child").send().is(404, "MANIFEST_UNKNOWN");
        berth.ask("GET", "/v2/app/manifests/" + digest(child)).send().is(200);
    }

    @Test
    void keepsNamesApartThatDifferInASignOfDatabases() {
        for (String name : List.of("a_b", "axb", "a__b", "a-b", "a.b")) {
            berth.create(name);
        }
        berth.ask("POST", "/v2/a_b/blobs/uploads/?digest=" + CONFIG).body("{}").send().is(201);
        berth.ask("PUT", "/v2/a_b/manifests/t_1")
                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                .body(image("one"))
                .send()
                .is(201);

        assertThat(berth.ask("GET", "/v2/a_b/tags/list").send().is(200).text())
                .isEqualTo("{\"name\":\"a_b\",\"tags\":[\"t_1\"]}");
        for (String name : List.of("axb", "a__b", "a-b", "a.b")) {
            assertThat(berth.ask("GET", "/v2/" + name + "/tags/list").send().is(200).text())
                    .isEqualTo("{\"name\":\"" + name + "\",\"tags\":[]}");
            berth.ask("HEAD", "/v2/" + name + "/blobs/" + CONFIG).send().is(404);
        }
        berth.ask("GET", "/v2/a_b/manifests/tx1").send().is(404, "MANIFEST_UNKNOWN");
        berth.ask("DELETE", "/v2/a_b/manifests/tx1").send().is(404, "MANIFEST_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a%b", "%25", "a%5Fb", "a%2Fb", "%61pp", "\u00fcber", "\uff41pp", "app%00"})
    void refusesNamesThatAreNone(String name) {
        berth.ask("GET", "/v2/" + name + "/tags/list").send().is(400, "NAME_INVALID");
        berth.ask("PUT", "/v2/" + name + "/manifests/v1").send().is(400, "NAME_INVALID");
        berth.ask("POST", "/v2/" + name + "/blobs/uploads/").send().is(400, "NAME_INVALID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%25", "a%b", "\u00fc", "%C3%BC", "a%2Fb", "a%00", "\uff11", "%F0%9F%90%B3"})
    void refusesTagsThatAreNone(String tag) {
        put(tag, image("one"), MediaTypes.OCI_MANIFEST).is(400, "UNSUPPORTED");
        put(digest(image("one")) + "?tag=" + tag, image("one"), MediaTypes.OCI_MANIFEST)
                .is(400, "UNSUPPORTED");

        assertThat(berth.ask("GET", "/v2/app/tags/list").send().is(200).text())
                .isEqualTo("{\"name\":\"app\",\"tags\":[]}");
    }

    @Test
    void decodesATagThatNeedNotHaveBeenEscaped() {
        put("v%31%2E0", image("one"), MediaTypes.OCI_MANIFEST).is(201);

        berth.ask("GET", "/v2/app/manifests/v1.0").send().is(200);
    }

    private void refused(String manifest, String mediaType) {
        put("v1", manifest, mediaType).is(405, "UNSUPPORTED");
        berth.ask("HEAD", "/v2/app/manifests/v1").send().is(404);
    }

    private String push(String manifest, String mediaType) {
        put(digest(manifest), manifest, mediaType).is(201);
        return digest(manifest);
    }

    private V2Reply put(String reference, String manifest, String mediaType) {
        return berth.ask("PUT", "/v2/app/manifests/" + reference)
                .header("Content-Type", mediaType)
                .body(manifest)
                .send();
    }

    private static String image(String note) {
        return "{\"schemaVersion\":2,\"config\":%s,\"layers\":[],\"annotations\":{\"note\":\"%s\"}}"
                .formatted(DESCRIPTOR, note);
    }

    private static String index(String child) {
        return "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2}]}"
                .formatted(MediaTypes.OCI_MANIFEST, child);
    }

    private static String digest(String content) {
        return Digest.sha256(StandardCharsets.UTF_8.encode(content)).toString();
    }
}
