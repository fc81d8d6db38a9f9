package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.AccessProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What ends a token, and whom it stands for until then. */
class RegistryTokenEndsTest extends RegistryTokenFixture {
    private static final AccessKey KEY =
            new AccessKey("AKIAIOSFODNN7EXAMPLE", REGISTRY.account(), "secret");
    private static final Principal.User USER =
            new Principal.User(REGISTRY.account(), "AIDAEXAMPLEEXAMPLE23", "/team/", "ada");

    @Test
    void endsWhenItsTimeIsOver() {
        RegistryTokens.IssuedToken token =
                tokens.issue(ROOT, new TokenScope.Full(), RegistryTokens.LOGIN_LIFETIME);
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(12)));

        clock.advance(RegistryTokens.LOGIN_LIFETIME.minusMillis(1));
        assertThat(tokens.verify(token.text(), ADDRESS, false)).isEqualTo(ROOT);
        clock.advance(Duration.ofMillis(1));

        assertRefused(
                () -> tokens.verify(token.text(), ADDRESS, false),
                AccessProblem.LoginTokenExpired.class);
    }

    @Test
    void aTokenOfASessionCarriesItAndEndsWithItAtTheLatest() {
        Instant end = clock.instant().plus(Duration.ofMinutes(15));
        var session =
                new Session(
                        clock.instant(),
                        end,
                        List.of("{}"),
                        List.of(),
                        Map.of("team", "blue"),
                        Set.of(),
                        null,
                        false,
                        null);
        var role =
                new Principal.AssumedRole(
                        REGISTRY.account(), "AROAEXAMPLEEXAMPLE23", "/", "deploy", "run-17");
        var caller =
                new Caller(
                        role,
                        session,
                        "ASIAIOSFODNN7EXAMPLE",
                        REGISTRY,
                        ROOT.scope(),
                        ADDRESS,
                        false);

        directory.allow(role);

        RegistryTokens.IssuedToken token =
                tokens.issue(caller, new TokenScope.Full(), RegistryTokens.LOGIN_LIFETIME);

        assertThat(token.expiresAt()).isEqualTo(end);
        assertThat(token.text()).hasSizeLessThan(1024);
        assertThat(tokens.verify(token.text(), ADDRESS, false)).isEqualTo(caller);
        clock.advance(Duration.ofMinutes(15));
        assertRefused(
                () -> tokens.verify(token.text(), ADDRESS, false),
                AccessProblem.LoginTokenExpired.class);
    }

    @Test
    void endsWithItsPrincipal() {
        directory.allow(USER);
        String token = tokens.issue(caller(USER, null), new TokenScope.Full(), HOUR).text();
        assertThat(tokens.verify(token, ADDRESS, false).principal()).isEqualTo(USER);

        directory.remove(USER);

        assertRefused(
                () -> tokens.verify(token, ADDRESS, false), AccessProblem.LoginTokenRevoked.class);
    }

    @Test
    void endsWithTheRoot() {
        String token = login();

        directory.disableRoot(REGISTRY.account());

        assertRefused(
                () -> tokens.verify(token, ADDRESS, false), AccessProblem.LoginTokenRevoked.class);
    }

    @Test
    void endsWithTheKeyThatAskedForIt() {
        directory.allow(USER).key(new Directory.KeyHolder(KEY, USER));
        String token = tokens.issue(caller(USER, KEY.id()), new TokenScope.Full(), HOUR).text();
        String download = tokens.issue(caller(USER, KEY.id()), LAYER, HOUR).text();
        tokens.verify(token, ADDRESS, false);

        directory.withoutKey(KEY.id());

        assertRefused(
                () -> tokens.verify(token, ADDRESS, false), AccessProblem.LoginTokenRevoked.class);
        assertRefused(
                () -> tokens.verify(download, ADDRESS, false),
                AccessProblem.LoginTokenRevoked.class);
    }

    @Test
    void endsWhereItsKeyIsSomeoneElses() {
        var service =
                new Principal.Service(
                        REGISTRY.account(), "codebuild.amazonaws.com", null, null, USER);
        directory.allow(USER).key(new Directory.KeyHolder(KEY, USER));
        String ofUser = tokens.issue(caller(USER, KEY.id()), new TokenScope.Full(), HOUR).text();

        directory.key(new Directory.KeyHolder(KEY, service)).service(USER, service.service());
        String ofService =
                tokens.issue(caller(service, KEY.id()), new TokenScope.Full(), HOUR).text();

        assertRefused(
                () -> tokens.verify(ofUser, ADDRESS, false), AccessProblem.LoginTokenRevoked.class);
        assertThat(tokens.verify(ofService, ADDRESS, false).principal()).isEqualTo(service);
        directory.key(new Directory.KeyHolder(KEY, USER));
        assertRefused(
                () -> tokens.verify(ofService, ADDRESS, false),
                AccessProblem.LoginTokenRevoked.class);
    }

    @Test
    void aTokenOfAServiceEndsWithWhomStandsForIt() {
        var service =
                new Principal.Service(
                        REGISTRY.account(), "codebuild.amazonaws.com", null, null, USER);
        directory.allow(USER).service(USER, service.service());
        String token = tokens.issue(caller(service, null), new TokenScope.Full(), HOUR).text();
        assertThat(tokens.verify(token, ADDRESS, false).principal()).isEqualTo(service);

        directory.withoutService(USER);
        assertRefused(
                () -> tokens.verify(token, ADDRESS, false), AccessProblem.LoginTokenRevoked.class);

        directory.service(USER, service.service()).remove(USER);
        assertRefused(
                () -> tokens.verify(token, ADDRESS, false), AccessProblem.LoginTokenRevoked.class);
    }

    @Test
    void goesByThePresentNameOfAUser() {
        directory.allow(USER);
        String token = tokens.issue(caller(USER, null), new TokenScope.Full(), HOUR).text();
        var renamed = new Principal.User(USER.account(), USER.id(), "/", "grace");

        directory.allow(renamed);

        assertThat(tokens.verify(token, ADDRESS, false).principal()).isEqualTo(renamed);
    }

    @Test
    void endsWhenItIsRevoked() {
        RegistryTokens.IssuedToken token = tokens.issue(ROOT, new TokenScope.Full(), HOUR);
        tokens.verify(token.text(), ADDRESS, false);

        revocations.revoke(token.id());

        assertRefused(
                () -> tokens.verify(token.text(), ADDRESS, false),
                AccessProblem.LoginTokenRevoked.class);
    }

    private static Caller caller(Principal principal, @Nullable String accessKeyId) {
        return new Caller(
                principal, null, accessKeyId, REGISTRY, new TokenScope.Full(), ADDRESS, false);
    }
}
