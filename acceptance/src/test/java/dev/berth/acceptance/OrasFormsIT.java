package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests of the oras command in its order and form, for machines that do not have it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrasFormsIT {

    private static final String BUNDLE = "application/vnd.example.bundle";
    private static final String SBOM = "application/spdx+json";

    private final Content empty = Content.text("application/vnd.oci.empty.v1+json", "{}");
    private final Content file = Content.text("text/plain", "hello\n");
    private final Content sbom = Content.text("application/json", "{\"spdxVersion\":\"SPDX-2.3\"}");
    private final Content bundle = Content.artifact(BUNDLE, empty, file, "hello.txt", "");
    private final Content attached =
            Content.artifact(SBOM, empty, sbom, "sbom.json", bundle.asSubject());
    private GuidedBerth berth;
    private V2 v2;
    private String bundles = "";
    private String copies = "";

    @BeforeAll
    void start(@TempDir Path folder) {
        berth = GuidedBerth.start(folder);
        v2 = berth.v2();
    }

    @BeforeEach
    void createRepositories(TestInfo test) {
        bundles = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        copies = bundles + "-copy";
        berth.ecr().createRepository(r -> r.repositoryName(bundles));
        berth.ecr().createRepository(r -> r.repositoryName(copies));
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
    }

    @Test
    void pushesAndPulls() throws IOException {
        V2.expect(404, v2.head(manifest(bundles, bundle.digest())));
        pushBlob(bundles, file);
        pushBlob(bundles, empty);
        var pushed = v2.put(manifest(bundles, "1"), bundle);

        V2.expect(201, pushed);
        assertThat(header(pushed, "Docker-Content-Digest")).isEqualTo(bundle.digest());
        assertThat(pushed.headers().firstValue("OCI-Subject")).isEmpty();
        var pulled = v2.get(manifest(bundles, "1"));
        assertThat(pulled.body()).isEqualTo(bundle.bytes());
        assertThat(header(pulled, "Content-Type")).isEqualTo(Content.OCI_MANIFEST);
        v2.verifyBlob(bundles, file);
    }

    @Test
    void attachesAndDiscovers() throws IOException {
        pushBundle();

        var subject = v2.head(manifest(bundles, "1"));
        V2.expect(200, subject);
        assertThat(header(subject, "Docker-Content-Digest")).isEqualTo(bundle.digest());
        assertThat(header(subject, "Content-Length")).isEqualTo("" + bundle.size());
        var answer = attach();

        assertThat(header(answer, "OCI-Subject")).isEqualTo(bundle.digest());
        var some = referrers(bundles, bundle, SBOM);
        assertThat(header(some, "Content-Type")).isEqualTo(Content.OCI_INDEX);
        assertThat(header(some, "OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(descriptors(some))
                .singleElement()
                .satisfies(descriptor -> {
                    assertThat(descriptor.at("/digest").asString()).isEqualTo(attached.digest());
                    assertThat(descriptor.at("/size").asInt()).isEqualTo(attached.size());
                    assertThat(descriptor.at("/artifactType").asString()).isEqualTo(SBOM);
                    assertThat(descriptor.at("/annotations/team").asString()).isEqualTo("one");
                });
        assertThat(descriptors(referrers(bundles, bundle, "application/none"))).isEmpty();
        assertThat(descriptors(referrers(bundles, attached, SBOM))).isEmpty();
    }

    /** Whether referrers are known here is asked with a digest that nothing has. */
    @Test
    void answersTheQuestionWhetherItKnowsReferrers() throws IOException {
        var answer = v2.get("/v2/" + bundles + "/referrers/sha256:" + "0".repeat(64));

        V2.expect(200, answer);
        assertThat(header(answer, "Content-Type")).isEqualTo(Content.OCI_INDEX);
        assertThat(descriptors(answer)).isEmpty();
    }

    @Test
    void listsWhatWasAttachedUnderATag() throws IOException {
        pushBundle();
        attach();
        var index = Content.indexOf(attached, SBOM);

        v2.pushManifest(bundles, bundle.digest().replace(':', '-'), index);

        assertThat(descriptors(referrers(bundles, bundle, SBOM))).hasSize(1);
        assertThat(v2.get(manifest(bundles, bundle.digest().replace(':', '-'))).body())
                .isEqualTo(index.bytes());
    }

    @Test
    void copiesAnArtifactWithWhatRefersToIt() throws IOException {
        pushBundle();
        attach();

        for (Content blob : List.of(file, sbom, empty)) {
            V2.expect(404, v2.head(blob(copies, blob)));
            V2.expect(
                    201,
                    v2.post(
                            "/v2/%s/blobs/uploads/?from=%s&mount=".formatted(copies, bundles)
                                    + escaped(blob.digest())));
        }
        V2.expect(201, v2.put(manifest(copies, bundle.digest()), bundle));
        V2.expect(201, v2.put(manifest(copies, attached.digest()), attached));
        V2.expect(201, v2.put(manifest(copies, "1"), bundle));

        assertThat(descriptors(referrers(copies, bundle, SBOM))).hasSize(1);
        assertThat(v2.get(manifest(copies, "1")).body()).isEqualTo(bundle.bytes());
        v2.verifyBlob(copies, sbom);
    }

    private void pushBundle() throws IOException {
        pushBlob(bundles, file);
        pushBlob(bundles, empty);
        V2.expect(201, v2.put(manifest(bundles, "1"), bundle));
    }

    private HttpResponse<byte[]> attach() throws IOException {
        pushBlob(bundles, sbom);
        var answer = v2.put(manifest(bundles, attached.digest()), attached);
        V2.expect(201, answer);
        return answer;
    }

    private void pushBlob(String repository, Content blob) throws IOException {
        V2.expect(404, v2.head(blob(repository, blob)));
        var upload = v2.startUpload(repository);
        V2.expect(201, v2.finish(upload, escaped(blob.digest()), blob.bytes()));
    }

    private HttpResponse<byte[]> referrers(String repository, Content subject, String type)
            throws IOException {
        var answer =
                v2.get(
                        "/v2/%s/referrers/%s?artifactType=%s"
                                .formatted(repository, subject.digest(), escaped(type)));
        V2.expect(200, answer);
        return answer;
    }

    private static List<JsonNode> descriptors(HttpResponse<byte[]> answer) {
        return JsonMapper.shared().readTree(answer.body()).at("/manifests").valueStream().toList();
    }

    private static String manifest(String repository, String reference) {
        return "/v2/" + repository + "/manifests/" + reference;
    }

    private static String blob(String repository, Content blob) {
        return "/v2/" + repository + "/blobs/" + blob.digest();
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
