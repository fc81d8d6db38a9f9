package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories whose manifests may name what is not here. */
class SparseTest {
    private static final String TAG = "berth:allow-sparse";
    private static final RepositoryName NAME = new RepositoryName("app");
    private static final String CHILD = image("{}");
    private static final String INDEX = index(digest(CHILD));

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
    void takesManifestsWithGapsWhereTheRepositoryAllowsThem() {
        allow("true");

        put("all", INDEX, MediaTypes.OCI_INDEX).is(201);
        put("one", CHILD, MediaTypes.OCI_MANIFEST).is(201);

        assertThat(berth.ask("GET", "/v2/app/manifests/all").send().is(200).text())
                .isEqualTo(INDEX);
        assertThat(berth.ask("GET", "/v2/app/manifests/one").send().is(200).text())
                .isEqualTo(CHILD);
        berth.ask("GET", "/v2/app/blobs/" + digest("{}")).send().is(404, "BLOB_UNKNOWN");
    }

    @Test
    void fillsTheGapsLater() {
        allow("true");
        put("all", INDEX, MediaTypes.OCI_INDEX).is(201);
        berth.ask("GET", "/v2/app/manifests/" + digest(CHILD)).send().is(404, "MANIFEST_UNKNOWN");

        put(digest(CHILD), CHILD, MediaTypes.OCI_MANIFEST).is(201);
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + digest("{}"))
                .body("{}")
                .send()
                .is(201);

        berth.ask("GET", "/v2/app/manifests/" + digest(CHILD)).send().is(200);
        // It belongs to the index and the manifest as if it had always been here.
        berth.ask("DELETE", "/v2/app/manifests/" + digest(CHILD)).send().is(405, "UNSUPPORTED");
        berth.ask("DELETE", "/v2/app/blobs/" + digest("{}")).send().is(405, "UNSUPPORTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "True", "", "1"})
    void takesNoneWhereTheTagSaysAnythingElse(String value) {
        allow(value);

        put("all", INDEX, MediaTypes.OCI_INDEX).is(400, "MANIFEST_BLOB_UNKNOWN");
        put("one", CHILD, MediaTypes.OCI_MANIFEST).is(400, "MANIFEST_BLOB_UNKNOWN");
    }

    @Test
    void takesNoMoreOnceTheTagIsGone() {
        allow("true");
        put("all", INDEX, MediaTypes.OCI_INDEX).is(201);

        berth.repositories.untag(V2Harness.HOME, NAME, Set.of(TAG), V2Harness.ACTOR);

        put("one", CHILD, MediaTypes.OCI_MANIFEST).is(400, "MANIFEST_BLOB_UNKNOWN");
        berth.ask("GET", "/v2/app/manifests/all").send().is(200);
    }

    private void allow(String value) {
        berth.repositories.tag(V2Harness.HOME, NAME, Map.of(TAG, value), V2Harness.ACTOR);
    }

    private V2Reply put(String reference, String manifest, String mediaType) {
        return berth.ask("PUT", "/v2/app/manifests/" + reference)
                .header("Content-Type", mediaType)
                .body(manifest)
                .send();
    }

    private static String image(String config) {
        return "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2},\"layers\":[]}"
                .formatted(MediaTypes.OCI_CONFIG, digest(config));
    }

    private static String index(String child) {
        return "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2}]}"
                .formatted(MediaTypes.OCI_MANIFEST, child);
    }

    private static String digest(String content) {
        return Digest.sha256(StandardCharsets.UTF_8.encode(content)).toString();
    }
}
