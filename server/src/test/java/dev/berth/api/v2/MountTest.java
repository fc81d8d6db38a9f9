package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Authorizer;
import dev.berth.access.Decision;
import dev.berth.boot.FeatureSettings;
import dev.berth.layer.Mounts;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.repository.AccountSetting;
import dev.berth.repository.Quotas;
import dev.berth.repository.TagMutability;
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

class MountTest {
    private static final String CONTENT = "the content of a layer";
    private static final String DIGEST = digest(CONTENT);
    private static final String ELSEWHERE_ONLY = digest("what only the secret repository has");
    private static final String NOWHERE = digest("what no repository has");

    @TempDir private Path folder;
    private V2Harness berth;

    @BeforeEach
    void start() {
        berth = berth(Mounts.Rule.OCI);
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    private V2Harness berth(Mounts.Rule rule) {
        var defaults = FeatureSettings.with(Quotas.ofEcr());
        var settings =
                new FeatureSettings(
                        defaults.quotas(),
                        defaults.uploadsExpireAfter(),
                        defaults.smallBlobs(),
                        defaults.eventsKeptFor(),
                        rule,
                        defaults.collection(),
                        defaults.images());
        var harness = new V2Harness(folder.resolve(rule.name()), settings, MountTest::exceptSecret);
        for (String name : List.of("app", "base", "secret")) {
            harness.create(name);
        }
        return harness;
    }

    /** A root who may do everything but download from one repository. */
    private static Authorizer exceptSecret(Authorizer root) {
        return (caller, asks, context) ->
                asks.stream()
                                .anyMatch(ask ->
                                        ask.resource().endsWith("repository/secret")
                                                && ask.anyOf()
                                                        .toString()
                                                        .contains("GET_DOWNLOAD_URL_FOR_LAYER"))
                        ? new Decision.Denied("no")
                        : root.authorize(caller, asks, context);
    }

    @Test
    void findsTheLayerInWhateverRepositoryMayBeRead() {
        upload("base", CONTENT);

        V2Reply reply = mount("app", DIGEST, "").is(201);

        assertThat(reply.location()).isEqualTo("/v2/app/blobs/" + DIGEST);
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(DIGEST);
        assertThat(berth.ask("GET", "/v2/app/blobs/" + DIGEST).send().is(200).text())
                .isEqualTo(CONTENT);
    }

    @Test
    void mountsWhatIsHereAlready() {
        upload("app", CONTENT);

        mount("app", DIGEST, "").is(201);
        mount("app", DIGEST, "&from=app").is(201);
    }

    @Test
    void looksBehindRepositoriesThatMayNotBeRead() {
        upload("secret", CONTENT);
        berth.create("zoo");
        upload("zoo", CONTENT);

        mount("app", DIGEST, "").is(201);
    }

    @Test
    void findsNothingInOtherRegistries() {
        var abroad = V2Harness.registry("000000000000", "eu-west-1");
        berth.create(abroad, "base", TagMutability.MUTABLE);
        berth.anonymous("POST", "/v2/base/blobs/uploads/?digest=" + DIGEST)
                .password(berth.token(abroad))
                .body(CONTENT)
                .send()
                .is(201);

        mount("app", DIGEST, "").is(202);
        mount("app", DIGEST, "&from=base").is(202);
    }

    @Test
    void answersAlikeWhateverTheReasonIs() {
        upload("secret", "what only the secret repository has");
        var answers = new ArrayList<String>();
        for (String digest : List.of(ELSEWHERE_ONLY, NOWHERE)) {
            for (String from :
                    List.of("", "&from=secret", "&from=base", "&from=none", "&from=", "&from=A")) {
                answers.add(withoutIds(mount("app", digest, from).is(202), digest));
            }
        }
        berth.accountSettings.set(
                V2Harness.HOME, AccountSetting.BLOB_MOUNTING, "DISABLED", V2Harness.ACTOR);
        upload("base", CONTENT);
        answers.add(withoutIds(mount("app", DIGEST, "").is(202), DIGEST));
        answers.add(withoutIds(mount("app", DIGEST, "&from=base").is(202), DIGEST));
        answers.add(withoutIds(berth.ask("POST", "/v2/app/blobs/uploads/").send().is(202), ""));

        assertThat(answers).containsOnly(answers.getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HEAD /v2/app/blobs/D", "GET /v2/app/blobs/D", "DELETE /v2/app/blobs/D"})
    void answersAlikeForABlobThatIsElsewhereAndForOneThatIsNowhere(String request) {
        upload("secret", "what only the secret repository has");

        assertThat(withoutIds(ask(request, ELSEWHERE_ONLY).is(404), ELSEWHERE_ONLY))
                .isEqualTo(withoutIds(ask(request, NOWHERE).is(404), NOWHERE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD /v2/app/manifests/D",
                "GET /v2/app/manifests/D",
                "DELETE /v2/app/manifests/D",
                "GET /v2/app/referrers/D"
            })
    void answersAlikeForAManifestThatIsElsewhereAndForOneThatIsNowhere(String request) {
        String elsewhere = image("secret", "one");

        assertThat(withoutIds(ask(request, elsewhere), elsewhere))
                .isEqualTo(withoutIds(ask(request, NOWHERE), NOWHERE));
    }

    @Test
    void answersAlikeForAManifestWhoseLayerIsElsewhereAndForOneWhoseLayerIsNowhere() {
        upload("secret", "what only the secret repository has");

        V2Reply elsewhere = put("app", "v1", manifest(ELSEWHERE_ONLY, ""));
        V2Reply nowhere = put("app", "v1", manifest(NOWHERE, ""));

        assertThat(withoutIds(elsewhere.is(400), ELSEWHERE_ONLY))
                .isEqualTo(withoutIds(nowhere.is(400), NOWHERE));
    }

    @Test
    void underEcrsRulesMountsNothingUntilThatIsEnabled() {
        berth.close();
        berth = berth(Mounts.Rule.ECR);
        image("base", "one");
        String config = digest("{}");

        mount("app", config, "&from=base").is(202);
        set("ENABLED");
        mount("app", config, "&from=base").is(201);
        set("DISABLED");
        mount("secret", config, "&from=base").is(202);
        // What was mounted before stays.
        berth.ask("HEAD", "/v2/app/blobs/" + config).send().is(200);
    }

    @Test
    void underEcrsRulesMountsOnlyWhatAnImageOfTheNamedRepositoryRefersTo() {
        berth.close();
        berth = berth(Mounts.Rule.ECR);
        set("ENABLED");
        upload("base", CONTENT);
        image("base", "one");

        mount("app", DIGEST, "&from=base").is(202);
        mount("app", digest("{}"), "").is(202);
        mount("app", digest("{}"), "&from=none").is(202);
        mount("app", digest("{}"), "&from=base").is(201);
    }

    private void set(String value) {
        berth.accountSettings.set(
                V2Harness.HOME, AccountSetting.BLOB_MOUNTING, value, V2Harness.ACTOR);
    }

    private V2Reply ask(String request, String digest) {
        int space = request.indexOf(' ');
        return berth.ask(
                        request.substring(0, space),
                        request.substring(space + 1).replace("D", digest))
                .send();
    }

    private V2Reply mount(String into, String digest, String from) {
        return berth.ask("POST", "/v2/" + into + "/blobs/uploads/?mount=" + digest + from).send();
    }

    private void upload(String repository, String content) {
        berth.ask("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest(content))
                .body(content)
                .send()
                .is(201);
    }

    /** The digest of an image there, whose config is {@code {}}. */
    private String image(String repository, String note) {
        upload(repository, "{}");
        return put(repository, "v1", manifest(digest("{}"), note))
                .is(201)
                .header("Docker-Content-Digest");
    }

    private V2Reply put(String repository, String tag, String manifest) {
        return berth.ask("PUT", "/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                .body(manifest)
                .send();
    }

    private static String manifest(String config, String note) {
        return "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2},\"layers\":[],\"annotations\":{\"note\":\"%s\"}}"
                .formatted(MediaTypes.OCI_CONFIG, config, note);
    }

    /** All of an answer but for what names the request and the upload that it began. */
    private static String withoutIds(V2Reply reply, String digest) {
        String upload = reply.header("Docker-Upload-UUID");
        String answer = reply.status() + "\n" + reply.headers() + reply.length() + reply.text();
        String unnamed = digest.isEmpty() ? answer : answer.replace(digest, "DIGEST");
        return upload.isEmpty() ? unnamed : unnamed.replace(upload, "UPLOAD");
    }

    private static String digest(String content) {
        return Digest.sha256(StandardCharsets.UTF_8.encode(content)).toString();
    }
}
