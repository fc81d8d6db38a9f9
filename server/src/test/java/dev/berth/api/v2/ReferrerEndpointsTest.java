package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import dev.berth.repository.Quotas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferrerEndpointsTest {
    private static final String SBOM = "application/vnd.example.sbom.v1+json";
    private static final String SIGNATURE = "application/vnd.example.signature";
    private static final String ABSENT = "sha256:" + "5".repeat(64);

    @TempDir private Path folder;
    private V2Harness berth;
    private String subject = "";

    private record Index(int schemaVersion, String mediaType, List<Entry> manifests) {}

    private record Entry(
            String mediaType,
            String digest,
            long size,
            @Nullable String artifactType,
            @Nullable Map<String, String> annotations) {}

    @BeforeEach
    void start() {
        var ecr = Quotas.ofEcr();
        berth =
                new V2Harness(
                        folder,
                        new Quotas(
                                10,
                                10_000,
                                10,
                                ecr.layerBytes(),
                                8 << 20,
                                50,
                                ecr.layerParts(),
                                10));
        berth.create("app");
        for (String content : List.of("{}", "")) {
            berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + digest(content))
                    .body(content)
                    .send()
                    .is(201);
        }
        subject = push(manifest("", MediaTypes.OCI_CONFIG, ""));
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @Test
    void listsWhatRefersToAnImage() {
        String sbom =
                about(subject, SBOM, ",\"annotations\":{\"z\":\"\u00fc\",\"a\":\"\",\"n\":\"1\"}");
        String signature = about(subject, "", "").replace(MediaTypes.OCI_CONFIG, SIGNATURE);
        String other = about(ABSENT, SBOM, "");
        push(sbom);
        push(signature);
        push(other);

        V2Reply reply = referrers(subject).is(200);

        assertThat(reply.header("Content-Type")).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(reply.header("OCI-Filters-Applied")).isEmpty();
        assertThat(reply.header("Link")).isEmpty();
        var index = index(reply);
        assertThat(index.schemaVersion()).isEqualTo(2);
        assertThat(index.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        var expected = new TreeMap<String, Entry>();
        expected.put(digest(sbom), entry(sbom, SBOM, Map.of("z", "\u00fc", "a", "", "n", "1")));
        expected.put(digest(signature), entry(signature, SIGNATURE, null));
        assertThat(index.manifests()).containsExactlyElementsOf(expected.values());
        assertThat(reply.text())
                .contains("\"annotations\":{\"z\":\"\u00fc\",\"a\":\"\",\"n\":\"1\"}");
    }

    @Test
    void listsAnIndexWithItsOwnArtifactTypeOrNone() {
        String typed = indexAbout(subject, ",\"artifactType\":\"" + SBOM + "\"");
        String plain = indexAbout(subject, "");
        put(digest(typed), typed, MediaTypes.OCI_INDEX).is(201);
        put(digest(plain), plain, MediaTypes.OCI_INDEX).is(201);

        var types = new TreeMap<String, @Nullable String>();
        index(referrers(subject).is(200))
                .manifests()
                .forEach(entry -> types.put(entry.digest(), entry.artifactType()));

        assertThat(types).containsEntry(digest(typed), SBOM).containsEntry(digest(plain), null);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhichSubjectItUnderstoodWhetherOrNotThatIsHere(DigestAlgorithm algorithm) {
        String other = algorithm.prefix() + ":" + "7".repeat(algorithm.hexLength());
        String manifest = about(other, SBOM, "");

        V2Reply pushed = put(digest(manifest), manifest, MediaTypes.OCI_MANIFEST).is(201);
        V2Reply again = put("v1", manifest, MediaTypes.OCI_MANIFEST).is(201);

        assertThat(pushed.header("OCI-Subject")).isEqualTo(other);
        assertThat(again.header("OCI-Subject")).isEqualTo(other);
        assertThat(digests(referrers(other))).containsExactly(digest(manifest));
    }

    @Test
    void saysNothingOfASubjectWhereThereIsNone() {
        String manifest = manifest(SBOM, MediaTypes.OCI_CONFIG, "");

        V2Reply pushed = put("v1", manifest, MediaTypes.OCI_MANIFEST).is(201);

        assertThat(pushed.headers().contains("OCI-Subject")).isFalse();
    }

    @Test
    void filtersByArtifactType() {
        String sbom = push(about(subject, SBOM, ""));
        push(about(subject, SIGNATURE, ""));

        V2Reply reply =
                referrers(subject + "?artifactType=application%2Fvnd.example.sbom.v1%2Bjson");

        assertThat(reply.is(200).header("OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(digests(reply)).containsExactly(sbom);
        assertThat(digests(referrers(subject + "?artifactType=x/y"))).isEmpty();
        assertThat(digests(referrers(subject + "?artifactType="))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:", "sha512:"})
    void givesAnEmptyIndexWhereNothingRefers(String algorithm) {
        int length = algorithm.equals("sha256:") ? 64 : 128;

        V2Reply reply = referrers(algorithm + "0".repeat(length)).is(200);

        assertThat(reply.text())
                .isEqualTo(
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}"
                                .formatted(MediaTypes.OCI_INDEX));
    }

    @Test
    void forgetsWhatIsDeletedAndOutlivesItsSubject() {
        String first = push(about(subject, SBOM, ""));
        String second = push(about(subject, SIGNATURE, ""));

        berth.ask("DELETE", "/v2/app/manifests/" + first).send().is(202);
        berth.ask("DELETE", "/v2/app/manifests/" + subject).send().is(202);

        assertThat(digests(referrers(subject))).containsExactly(second);
    }

    @Test
    void takesOverWhatOlderClientsListUnderATag() {
        String artifact = about(subject, SBOM, "");
        push(artifact);
        String list =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"artifactType\":\"%s\"}]}"
                        .formatted(
                                MediaTypes.OCI_INDEX,
                                MediaTypes.OCI_MANIFEST,
                                digest(artifact),
                                artifact.length(),
                                SBOM);
        String tag = subject.replace(':', '-');

        put(tag, list, MediaTypes.OCI_INDEX).is(201);

        assertThat(berth.ask("GET", "/v2/app/manifests/" + tag).send().is(200).text())
                .isEqualTo(list);
        assertThat(digests(referrers(subject))).containsExactly(digest(artifact));
    }

    @Test
    void findsEveryReferrerByFollowingTheLinks() {
        var pushed = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            pushed.add(
                    push(
                            about(
                                    subject,
                                    SBOM,
                                    ",\"annotations\":{\"n\":\"%s%d\"}"
                                            .formatted("x".repeat(2_000_000), i))));
        }
        push(about(subject, SIGNATURE, ""));
        pushed.sort(null);

        var found = new ArrayList<String>();
        String target = subject + "?artifactType=" + SBOM.replace("+", "%2B");
        for (int pages = 1; !target.isEmpty(); pages++) {
            V2Reply reply = referrers(target).is(200);
            assertThat(reply.length()).isLessThanOrEqualTo(4 << 20);
            assertThat(reply.header("OCI-Filters-Applied")).isEqualTo("artifactType");
            found.addAll(digests(reply));
            target = next(reply);
            assertThat(target.isEmpty()).isEqualTo(pages == 2);
        }

        assertThat(found).isEqualTo(pushed);
    }

    @Test
    void leavesOutAnnotationsThatNoPageCouldHold() {
        var annotations = ",\"annotations\":{\"n\":\"%s\"}".formatted("x".repeat(5 << 20));
        String digest = push(about(subject, SBOM, annotations));

        V2Reply reply = referrers(subject).is(200);

        assertThat(digests(reply)).containsExactly(digest);
        assertThat(reply.text()).doesNotContain("annotations");
    }

    /** Half a character can be written as an escape, and cannot be given back as text. */
    @Test
    void listsAManifestWhoseAnnotationsAreNotUnicode() {
        push(about(subject, SBOM, ",\"annotations\":{\"a\":\"\\ud800\",\"c\":\"d\"}"));

        V2Reply reply = referrers(subject).is(200);

        assertThat(index(reply).manifests().getFirst().annotations()).containsEntry("c", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "[]", "{\"a\":1}", "{\"a\":null}", "{\"a\":{\"b\":\"c\"}}"})
    void leavesOutAnnotationsThatAreNoTexts(String annotations) {
        String digest = push(about(subject, SBOM, ",\"annotations\":" + annotations));

        V2Reply reply = referrers(subject).is(200);

        assertThat(digests(reply)).containsExactly(digest);
        assertThat(reply.text()).doesNotContain("annotations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "sha256:12", "md5:d41d8cd98f00b204e9800998ecf8427e", "%25"})
    void refusesWhatIsNoDigest(String text) {
        referrers(text).is(400, "DIGEST_INVALID");
        referrers(ABSENT + "?last=" + text).is(400, "DIGEST_INVALID");
    }

    private static Entry entry(
            String manifest, String type, @Nullable Map<String, String> annotations) {
        return new Entry(
                MediaTypes.OCI_MANIFEST,
                digest(manifest),
                manifest.getBytes(StandardCharsets.UTF_8).length,
                type,
                annotations);
    }

    private V2Reply referrers(String rest) {
        return berth.ask("GET", "/v2/app/referrers/" + rest).send();
    }

    private static List<String> digests(V2Reply reply) {
        return index(reply.is(200)).manifests().stream().map(Entry::digest).toList();
    }

    private static Index index(V2Reply reply) {
        try {
            return Json.read(reply.content(), Index.class);
        } catch (JsonFault e) {
            throw new AssertionError(reply.text(), e);
        }
    }

    private static String next(V2Reply reply) {
        String link = reply.header("Link");
        String prefix = "<http://localhost:5327/v2/app/referrers/";
        return link.isEmpty() ? "" : link.substring(prefix.length(), link.indexOf('>'));
    }

    private String push(String manifest) {
        put(digest(manifest), manifest, MediaTypes.OCI_MANIFEST).is(201);
        return digest(manifest);
    }

    private V2Reply put(String reference, String manifest, String mediaType) {
        return berth.ask("PUT", "/v2/app/manifests/" + reference)
                .header("Content-Type", mediaType)
                .body(manifest)
                .send();
    }

    private static String about(String digest, String artifactType, String more) {
        return manifest(
                artifactType,
                MediaTypes.OCI_CONFIG,
                ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}%s"
                        .formatted(MediaTypes.OCI_MANIFEST, digest, more));
    }

    private static String manifest(String artifactType, String configType, String more) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\"%s,\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2},\"layers\":[]%s}"
                .formatted(
                        MediaTypes.OCI_MANIFEST,
                        artifactType.isEmpty() ? "" : ",\"artifactType\":\"" + artifactType + '"',
                        configType,
                        digest("{}"),
                        more);
    }

    private static String indexAbout(String subject, String more) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[],\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}%s}"
                .formatted(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, subject, more);
    }

    private static String digest(String content) {
        return Digest.sha256(StandardCharsets.UTF_8.encode(content)).toString();
    }
}
