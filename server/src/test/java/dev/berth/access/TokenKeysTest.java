package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.problem.AccessProblem;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys are renewed, live as long as their tokens, and are found by every server. */
class TokenKeysTest extends RegistryTokenFixture {
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
        assertRefused(
                () -> tokens.verify(old, ADDRESS, false), AccessProblem.LoginTokenInvalid.class);
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
        assertRefused(
                () -> tokens.verify(robot, ADDRESS, false), AccessProblem.LoginTokenExpired.class);
        clock.advance(TokenKeys.SIGNING_LIFETIME);
        login();
        assertRefused(
                () -> restarted().verify(robot, ADDRESS, false),
                AccessProblem.LoginTokenInvalid.class);
    }

    @Test
    void asksForNoMoreTimeOfAKeyThanALoginNeeds() {
        clock.advance(TokenKeys.SIGNING_LIFETIME.dividedBy(2));

        tokens.issue(ROOT, new TokenScope.Full(), Duration.ofDays(7));

        assertThat(identity.tokenKeys().signing(clock.instant()).neededUntil()).isNull();
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
    void refusesTokensOfARevokedKeyEvenThoseItHasSeen() {
        String seen = login();
        String unseen = login();
        tokens.verify(seen, ADDRESS, false);

        assertThat(identity.tokenKeys().revoke(keyId(seen))).isTrue();

        assertRefused(
                () -> tokens.verify(seen, ADDRESS, false), AccessProblem.LoginTokenInvalid.class);
        assertRefused(
                () -> tokens.verify(unseen, ADDRESS, false), AccessProblem.LoginTokenInvalid.class);
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
        String madeUp = foreign();
        HmacRegistryTokens other = restarted();
        assertRefused(
                () -> other.verify(madeUp, ADDRESS, false), AccessProblem.LoginTokenInvalid.class);
        String token = login();

        clock.advance(TokenKeys.LOOKUP_INTERVAL.minusMillis(1));
        assertRefused(
                () -> other.verify(token, ADDRESS, false), AccessProblem.LoginTokenInvalid.class);
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

    private int storedKeys() {
        return database.read(tx -> new TokenKeyStore().list(tx.sql())).size();
    }

    private static UUID keyId(String token) {
        var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token)).position(1);
        return new UUID(bytes.getLong(), bytes.getLong());
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
