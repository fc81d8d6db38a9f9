package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.image.ImageState;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.repository.Repositories.NewRepository;
import dev.berth.repository.TagMutability;
import dev.berth.testing.TestBerth;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a pull of an image. */
class PullTest {
    private static final RepositoryName NAME = new RepositoryName("app");
    private static final String MANIFEST =
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}"
                    .formatted(MediaTypes.OCI_INDEX);
    private static final Digest DIGEST = Digest.sha256(StandardCharsets.UTF_8.encode(MANIFEST));

    private final TestBerth berth = new TestBerth();

    @BeforeEach
    void push() {
        berth.features()
                .repositories()
                .create(
                        V2Harness.HOME,
                        new NewRepository(NAME, TagMutability.MUTABLE, false, Map.of()),
                        V2Harness.ACTOR);
        ask("PUT", "v1").body(MANIFEST).send().is(201);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private V2Request ask(String method, String reference) {
        return new V2Request(berth.v2(), method, "/v2/app/manifests/" + reference)
                .password(berth.loginToken());
    }

    private Optional<Instant> lastPulled() {
        berth.run("pull-times");
        var repository = berth.features().repositories().require(V2Harness.HOME, NAME);
        return berth.features()
                .images()
                .find(repository, new Reference.ByTag(new Tag("v1")), Set.of(ImageState.ACTIVE))
                .map(found -> found.image().lastPulledAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "D"})
    void aManifestThatIsGivenIsPulled(String reference) {
        ask("GET", reference.replace("D", DIGEST.toString())).send().is(200);

        assertThat(lastPulled()).contains(berth.clock().instant());
    }

    @Test
    void aManifestThatTheClientHasIsPulled() {
        ask("GET", "v1").header("If-None-Match", "*").send().is(304);

        assertThat(lastPulled()).isPresent();
    }

    @Test
    void askingWhetherItIsHereIsNoPull() {
        ask("HEAD", "v1").send().is(200);

        assertThat(lastPulled()).isEmpty();
    }

    @Test
    void neitherIsPushing() {
        assertThat(lastPulled()).isEmpty();
    }
}
