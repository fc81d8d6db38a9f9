package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestIds;
import dev.berth.testing.TestRevocations;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HmacRegistryTokensTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
    private static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("eu-west-1"));
    private static final Caller ROOT =
            new Caller(
                    new Principal.Root(REGISTRY.account()),
                    null,
                    null,
                    REGISTRY,
                    new TokenScope.Full(),
                    ADDRESS,
                    false);
    private static final AccessKey KEY =
            new AccessKey("AKIAIOSFODNN7EXAMPLE", REGISTRY.account(), "secret");
    private static final Principal.User USER =
            new Principal.User(REGISTRY.account(), "AIDAEXAMPLEEXAMPLE23", "/team/", "ada");
    private static final TokenScope LAYER =
            new TokenScope.Layer(
                    new RepositoryName("team/app"), Digest.parse("sha256:" + "ab".repeat(32)));

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final TestDirectory directory = new TestDirectory();
    private final TestRevocations revocations = new TestRevocations();
    private final List<UUID> used = new ArrayList<>();
    private final HmacRegistryTokens tokens = tokens(identity.tokenKeys());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesBackWhoAskedForTheToken() {
        String token = login();

        assertThat(tokens.verify(token, ADDRESS, true))
                .isEqualTo(
                        new Caller(
                                ROOT.principal(),
                                null,
                                null,
                                REGISTRY,
                                new TokenScope.Full(),
                                ADDRESS,
                                true));
    }

    @Test
    void keepsTheKeyThatAskedForIt() {
        directory.key(new Directory.KeyHolder(KEY, ROOT.principal()));
        var session =
                new Caller(
                        ROOT.principal(), null, KEY.id(), REGISTRY, ROOT.scope(), ADDRESS, false);

        String token = tokens.issue(session, new TokenScope.Full(), Duration.ofHours(1)).text();

        assertThat(tokens.verify(token, ADDRESS, false)).isEqualTo(session);
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
                () -> tokens.verify(token.text(), ADDRESS, false), Problem.LoginTokenExpired.class);
    }

    @Test
    void refusesToIssueWhatIsTooLongForAToken() {
        var random = new SecureRandom();
        byte[] noise = new byte[12_000];
        random.nextBytes(noise);
        var session =
                new Session(
                        clock.instant(),
                        clock.instant().plus(Duration.ofHours(1)),
                        List.of(Base64.getEncoder().encodeToString(noise)),
                        List.of(),
                        Map.of(),
                        Set.of(),
                        null,
                        false,
                        null);
        var caller =
                new Caller(ROOT.principal(), session, null, REGISTRY, ROOT.scope(), ADDRESS, false);

        assertRefused(
                () -> tokens.issue(caller, new TokenScope.Full(), Duration.ofHours(1)),
                Problem.InvalidRequest.class);
    }

    @Test
    void isShortAndHoldsNoCharacterThatAClientSplitsAt() {
        String token = tokens.issue(ROOT, LAYER, RegistryTokens.DOWNLOAD_LIFETIME).text();

        assertThat(token).matches("[A-Za-z0-9_-]{100,1023}");
    }

    @Test
    void noTwoTokensAreTheSame() {
        assertThat(login()).isNotEqualTo(login());
    }

    @Test
    void endsWhenItsTimeIsOver() {
        RegistryTokens.IssuedToken token =
                tokens.issue(ROOT, new TokenScope.Full(), RegistryTokens.LOGIN_LIFETIME);
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(12)));

        clock.advance(RegistryTokens.LOGIN_LIFETIME.minusMillis(1));
        assertThat(tokens.verify(token.text(), ADDRESS, false)).isEqualTo(ROOT);
        clock.advance(Duration.ofMillis(1));

        assertRefused(
                () -> tokens.verify(token.text(), ADDRESS, false), Problem.LoginTokenExpired.class);
    }

    @Test
    void refusesALifetimeThatItsKeyWouldNotOutlive() {
        assertThatThrownBy(() ->
                        tokens.issue(
                                ROOT,
                                new TokenScope.Full(),
                                RegistryTokens.LONGEST_LIFETIME.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNoToken() {
        for (String text :
                new String[] {"", "AWS", "a:b", "=", "é", "A".repeat(20_000), "A".repeat(200)}) {
            assertRefused(
                    () -> tokens.verify(text, ADDRESS, false), Problem.LoginTokenInvalid.class);
        }
    }

    @Test
    void refusesATokenOfAnotherServer() {
        try (var otherDatabase = new TestDatabase()) {
            String foreign =
                    new TestIdentity(otherDatabase, clock)
                            .tokens()
                            .issue(ROOT, new TokenScope.Full(), Duration.ofHours(1))
                            .text();
            login();

            assertRefused(
                    () -> tokens.verify(foreign, ADDRESS, false), Problem.LoginTokenInvalid.class);
        }
    }

    @Test
    void aTokenOfALayerStaysOneWhateverItAsksFor() {
        String narrow = tokens.issue(ROOT, LAYER, Duration.ofHours(1)).text();
        Caller download = tokens.verify(narrow, ADDRESS, false);

        String wider = tokens.issue(download, new TokenScope.Full(), Duration.ofHours(12)).text();

        assertThat(tokens.verify(wider, ADDRESS, false).scope()).isEqualTo(LAYER);
    }

    @Test
    void signsWithANewKeyAfterAWeekAndStillVerifiesTheOldOnes() {
        String old = login();
        clock.advance(TokenKeys.SIGNING_LIFETIME.minusHours(1));
        String stillOld = login();
        clock.advance(Duration.ofHours(1));

        String fresh = login();

        assertThat(keyId(stillOld)).isEqualTo(keyId(old));
        assertThat(keyId(fresh)).isNotEqualTo(keyId(old));
        assertThat(tokens.verify(stillOld, ADDRESS, false)).isEqualTo(ROOT);
        assertThat(tokens.verify(fresh, ADDRESS, false)).isEqualTo(ROOT);
    }

    @Test
    void forgetsAKeyOfWhichNoTokenCanLive() {
        String old = login();
        clock.advance(TokenKeys.SIGNING_LIFETIME);
        login();
        assertThat(storedKeys()).isEqualTo(2);
        clock.advance(TokenKeys.VERIFYING_LIFETIME.plusMillis(1));
        login();

        assertThat(storedKeys()).isEqualTo(2);
        assertRefused(() -> tokens.verify(old, ADDRESS, false), Problem.LoginTokenInvalid.class);
    }

    @Test
    void keepsAKeyAsLongAsTheLongestOfItsTokens() {
        Duration year = Duration.ofDays(365);
        String robot = tokens.issue(ROOT, new TokenScope.Full(), year).text();
        tokens.issue(ROOT, new TokenScope.Full(), Duration.ofDays(30));
        for (int week = 0; week < 52; week++) {
            clock.advance(TokenKeys.SIGNING_LIFETIME);
            login();
        }

        assertThat(restarted().verify(robot, ADDRESS, false)).isEqualTo(ROOT);
        assertThat(storedKeys()).isLessThan(5);

        clock.advance(Duration.ofDays(1));
        assertRefused(() -> tokens.verify(robot, ADDRESS, false), Problem.LoginTokenExpired.class);
        clock.advance(TokenKeys.SIGNING_LIFETIME);
        login();
        assertRefused(
                () -> restarted().verify(robot, ADDRESS, false), Problem.LoginTokenInvalid.class);
    }

    @Test
    void asksForNoMoreTimeOfAKeyThanALoginNeeds() {
        clock.advance(TokenKeys.SIGNING_LIFETIME.dividedBy(2));

        tokens.issue(ROOT, new TokenScope.Full(), Duration.ofDays(7));

        assertThat(identity.tokenKeys().signing(clock.instant()).neededUntil()).isNull();
    }

    @Test
    void endsWithItsPrincipal() {
        directory.allow(USER);
        String token = tokens.issue(caller(USER, null), new TokenScope.Full(), HOUR).text();
        assertThat(tokens.verify(token, ADDRESS, false).principal()).isEqualTo(USER);

        directory.remove(USER);

        assertRefused(() -> tokens.verify(token, ADDRESS, false), Problem.LoginTokenRevoked.class);
    }

    @Test
    void endsWithTheRoot() {
        String token = login();

        directory.disableRoot(REGISTRY.account());

        assertRefused(() -> tokens.verify(token, ADDRESS, false), Problem.LoginTokenRevoked.class);
    }

    @Test
    void endsWithTheKeyThatAskedForIt() {
        directory.allow(USER).key(new Directory.KeyHolder(KEY, USER));
        String token = tokens.issue(caller(USER, KEY.id()), new TokenScope.Full(), HOUR).text();
        String download = tokens.issue(caller(USER, KEY.id()), LAYER, HOUR).text();
        tokens.verify(token, ADDRESS, false);

        directory.withoutKey(KEY.id());

        assertRefused(() -> tokens.verify(token, ADDRESS, false), Problem.LoginTokenRevoked.class);
        assertRefused(
                () -> tokens.verify(download, ADDRESS, false), Problem.LoginTokenRevoked.class);
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

        assertRefused(() -> tokens.verify(ofUser, ADDRESS, false), Problem.LoginTokenRevoked.class);
        assertThat(tokens.verify(ofService, ADDRESS, false).principal()).isEqualTo(service);
        directory.key(new Directory.KeyHolder(KEY, USER));
        assertRefused(
                () -> tokens.verify(ofService, ADDRESS, false), Problem.LoginTokenRevoked.class);
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
        assertRefused(() -> tokens.verify(token, ADDRESS, false), Problem.LoginTokenRevoked.class);

        directory.service(USER, service.service()).remove(USER);
        assertRefused(() -> tokens.verify(token, ADDRESS, false), Problem.LoginTokenRevoked.class);
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
                () -> tokens.verify(token.text(), ADDRESS, false), Problem.LoginTokenRevoked.class);
    }

    @Test
    void tellsWhichTokensAreUsedButForThoseOfDownloads() {
        RegistryTokens.IssuedToken token = tokens.issue(ROOT, new TokenScope.Full(), HOUR);
        RegistryTokens.IssuedToken download = tokens.issue(ROOT, LAYER, HOUR);
        RegistryTokens.IssuedToken ended = tokens.issue(ROOT, new TokenScope.Full(), HOUR);
        revocations.revoke(ended.id());

        tokens.verify(token.text(), ADDRESS, false);
        tokens.verify(download.text(), ADDRESS, false);
        assertRefused(
                () -> tokens.verify(ended.text(), ADDRESS, false), Problem.LoginTokenRevoked.class);

        assertThat(used).containsExactly(token.id());
    }

    @Test
    void refusesTokensOfARevokedKeyEvenThoseItHasSeen() {
        String seen = login();
        String unseen = login();
        tokens.verify(seen, ADDRESS, false);

        assertThat(identity.tokenKeys().revoke(keyId(seen))).isTrue();

        assertRefused(() -> tokens.verify(seen, ADDRESS, false), Problem.LoginTokenInvalid.class);
        assertRefused(() -> tokens.verify(unseen, ADDRESS, false), Problem.LoginTokenInvalid.class);
        String next = login();
        assertThat(tokens.verify(next, ADDRESS, false)).isEqualTo(ROOT);
    }

    @Test
    void verifiesAfterARestart() {
        String token = login();

        assertThat(restarted().verify(token, ADDRESS, false)).isEqualTo(ROOT);
    }

    @Test
    void asksForUnknownKeysOnceInASecondAtMost() {
        String madeUp;
        try (var otherDatabase = new TestDatabase()) {
            madeUp =
                    new TestIdentity(otherDatabase, clock)
                            .tokens()
                            .issue(ROOT, new TokenScope.Full(), Duration.ofHours(1))
                            .text();
        }
        HmacRegistryTokens other = restarted();
        assertRefused(() -> other.verify(madeUp, ADDRESS, false), Problem.LoginTokenInvalid.class);
        String token = login();

        clock.advance(TokenKeys.LOOKUP_INTERVAL.minusMillis(1));
        assertRefused(() -> other.verify(token, ADDRESS, false), Problem.LoginTokenInvalid.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(other.verify(token, ADDRESS, false)).isEqualTo(ROOT);
    }

    @Test
    void waitsForNothingWhereNothingMayWait() throws InterruptedException {
        String token = login();
        HmacRegistryTokens cold = restarted();

        assertThat(thrownOnMemoryOnlyThread(() -> cold.verify(token, ADDRESS, false)))
                .isInstanceOf(WouldBlock.class);
        cold.verify(token, ADDRESS, false);
        assertThat(thrownOnMemoryOnlyThread(() -> cold.verify(token, ADDRESS, false))).isNull();
    }

    private static Caller caller(Principal principal, @Nullable String accessKeyId) {
        return new Caller(
                principal, null, accessKeyId, REGISTRY, new TokenScope.Full(), ADDRESS, false);
    }

    private String login() {
        return tokens.issue(ROOT, new TokenScope.Full(), RegistryTokens.LOGIN_LIFETIME).text();
    }

    private HmacRegistryTokens restarted() {
        var ids = new TestIds();
        return tokens(new TokenKeys(database, identity.rootKey(), clock, new SecureRandom(), ids));
    }

    private HmacRegistryTokens tokens(TokenKeys keys) {
        return new HmacRegistryTokens(
                keys, clock, new TestIds(), directory, revocations, used::add);
    }

    private int storedKeys() {
        return database.read(tx -> new TokenKeyStore().list(tx.sql())).size();
    }

    private static UUID keyId(String token) {
        var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token)).position(1);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static void assertRefused(ThrowingCallable action, Class<? extends Problem> problem) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
    }

    private static @Nullable Throwable thrownOnMemoryOnlyThread(Runnable action)
            throws InterruptedException {
        var thrown = new AtomicReference<@Nullable Throwable>();
        var thread = new LoopThread(action);
        thread.setUncaughtExceptionHandler((_, e) -> thrown.set(e));
        thread.start();
        thread.join();
        return thrown.get();
    }

    private static final class LoopThread extends Thread implements MemoryOnlyThread {
        LoopThread(Runnable action) {
            super(action);
        }
    }
}
