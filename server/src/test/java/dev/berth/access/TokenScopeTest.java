package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TokenScopeTest {
    private static final String REGISTRY = "arn:aws:ecr:eu-west-1:111122223333:repository/";
    private static final TokenScope.Limited PULL_TEAM = limited("pull", "team/*");
    private static final TokenScope.Layer LAYER =
            new TokenScope.Layer(
                    new RepositoryName("team/app"), Digest.parse("sha256:" + "ab".repeat(32)));

    @Example
    void limitsTheRepositories() {
        assertThat(PULL_TEAM.allows(Action.ECR_BATCH_GET_IMAGE, REGISTRY + "team/app")).isTrue();
        assertThat(PULL_TEAM.allows(Action.ECR_BATCH_GET_IMAGE, REGISTRY + "team/a/b")).isTrue();
        assertThat(PULL_TEAM.allows(Action.ECR_BATCH_GET_IMAGE, REGISTRY + "team")).isFalse();
        assertThat(PULL_TEAM.allows(Action.ECR_BATCH_GET_IMAGE, REGISTRY + "steam/app")).isFalse();
        assertThat(limited("pull", "app").allows(Action.ECR_BATCH_GET_IMAGE, REGISTRY + "app2"))
                .isFalse();
    }

    @Example
    void limitsTheActions() {
        assertThat(PULL_TEAM.allows(Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER, REGISTRY + "team/app"))
                .isTrue();
        assertThat(PULL_TEAM.allows(Action.ECR_PUT_IMAGE, REGISTRY + "team/app")).isFalse();
        assertThat(PULL_TEAM.allows(Action.ECR_BATCH_DELETE_IMAGE, REGISTRY + "team/app"))
                .isFalse();
        assertThat(limited("push", "*").allows(Action.ECR_PUT_IMAGE, REGISTRY + "app")).isTrue();
        assertThat(limited("push", "*").allows(Action.ECR_BATCH_DELETE_IMAGE, REGISTRY + "app"))
                .isFalse();
        assertThat(limited("ecr:ListImages", "*").allows(Action.ECR_LIST_IMAGES, REGISTRY + "app"))
                .isTrue();
    }

    @Example
    void reachesAWholeRegistryOnlyWhereNoRepositoryIsLeftOut() {
        assertThat(limited("*", "team/*").allows(Action.ECR_DESCRIBE_REPOSITORIES, REGISTRY + "*"))
                .isFalse();
        assertThat(limited("*", "team/*").allows(Action.ECR_GET_AUTHORIZATION_TOKEN, "*"))
                .isFalse();
        assertThat(limited("*", "*").allows(Action.ECR_DESCRIBE_REPOSITORIES, REGISTRY + "*"))
                .isTrue();
        assertThat(limited("*", "*").allows(Action.ECR_GET_AUTHORIZATION_TOKEN, "*")).isTrue();
    }

    @Example
    void reachesNothingButRepositories() {
        TokenScope everything = limited("*", "*");

        for (String resource :
                List.of(
                        "arn:aws:iam::111122223333:user/repository/ada",
                        "arn:aws:s3:::bucket/repository/x",
                        "arn:aws:ecr:eu-west-1:111122223333:other/app",
                        "team/app",
                        "")) {
            assertThat(everything.allows(Action.ECR_BATCH_GET_IMAGE, resource)).isFalse();
            assertThat(LAYER.allows(Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER, resource)).isFalse();
        }
    }

    @Example
    void refusesWhatIsNoActionOfARegistry() {
        for (String word : List.of("Pull", "ecr:*", "sts:GetCallerIdentity", "ecr:Nothing", "")) {
            assertThat(TokenActions.isValid(word)).isFalse();
            assertThatThrownBy(() -> new TokenActions(List.of(word)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new TokenActions(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenScope.Limited(List.of(), TokenActions.EVERYTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RepositoryGlob("Team/*"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void keepsTheNarrowerOfTwo() {
        TokenScope team = limited("push", "team/*", "base");

        assertThat(team.narrowedTo(new TokenScope.Full())).contains(team);
        assertThat(new TokenScope.Full().narrowedTo(team)).contains(team);
        assertThat(team.narrowedTo(limited("*", "team/app", "other")))
                .contains(limited("push", "team/app"));
        assertThat(team.narrowedTo(limited("pull", "*")))
                .hasValueSatisfying(both -> {
                    assertThat(both.allows(Action.ECR_BATCH_GET_IMAGE, REGISTRY + "base")).isTrue();
                    assertThat(both.allows(Action.ECR_PUT_IMAGE, REGISTRY + "base")).isFalse();
                });
        assertThat(team.narrowedTo(limited("*", "other"))).isEmpty();
        assertThat(team.narrowedTo(limited("ecr:BatchDeleteImage", "*"))).isEmpty();
        assertThat(PULL_TEAM.narrowedTo(LAYER)).contains(LAYER);
        assertThat(limited("pull", "other").narrowedTo(LAYER)).isEmpty();
        assertThat(limited("push", "team/app").narrowedTo(LAYER)).isEmpty();
    }

    @Property(tries = 3000)
    void aScopeNeverWidens(
            @ForAll("scopes") TokenScope has,
            @ForAll("scopes") TokenScope wants,
            @ForAll Action action,
            @ForAll("names") String name) {
        Optional<TokenScope> given = has.narrowedTo(wants);

        for (String resource : List.of(REGISTRY + name, REGISTRY + "*", "*")) {
            if (given.isPresent() && given.get().allows(action, resource)) {
                assertThat(has.allows(action, resource)).isTrue();
                assertThat(wants.allows(action, resource)).isTrue();
            }
        }
    }

    @Property(tries = 3000)
    void aGlobMatchesAsItsPatternDoes(
            @ForAll("globs") RepositoryGlob glob, @ForAll("names") String name) {
        String pattern =
                glob.text()
                        .chars()
                        .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
                        .collect(Collectors.joining());

        assertThat(glob.matches(name, 0)).isEqualTo(name.matches(pattern));
    }

    @Property(tries = 3000)
    void whatCoversAGlobMatchesAllOfIt(
            @ForAll("globs") RepositoryGlob outer,
            @ForAll("globs") RepositoryGlob inner,
            @ForAll("names") String name) {
        if (outer.covers(inner) && inner.matches(name, 0)) {
            assertThat(outer.matches(name, 0)).isTrue();
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab/").ofMinLength(1).ofMaxLength(6);
    }

    @Provide
    Arbitrary<RepositoryGlob> globs() {
        return Arbitraries.strings()
                .withChars("ab/*")
                .ofMinLength(1)
                .ofMaxLength(5)
                .filter(RepositoryGlob::isValid)
                .map(RepositoryGlob::new);
    }

    @Provide
    Arbitrary<TokenScope> scopes() {
        Arbitrary<TokenActions> actions =
                Arbitraries.of("*", "pull", "push", "ecr:ListImages", "ecr:PutImage")
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(2)
                        .map(TokenActions::new);
        Arbitrary<TokenScope> limited =
                Combinators.combine(globs().list().ofMinSize(1).ofMaxSize(3), actions)
                        .as(TokenScope.Limited::new);
        return Arbitraries.oneOf(
                limited,
                Arbitraries.of(
                        new TokenScope.Full(),
                        new TokenScope.Layer(new RepositoryName("ab"), LAYER.digest())));
    }

    private static TokenScope.Limited limited(String action, String... repositories) {
        return new TokenScope.Limited(
                List.of(repositories).stream().map(RepositoryGlob::new).toList(),
                new TokenActions(List.of(action)));
    }
}
