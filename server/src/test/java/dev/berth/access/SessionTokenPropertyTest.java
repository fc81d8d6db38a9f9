package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testing.FixedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Only the very text that was issued is a session token, and it says what went in. */
class SessionTokenPropertyTest {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_";
    private static final FixedClock CLOCK = new FixedClock();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SessionTokens TOKENS =
            new SessionTokens(new RootKey(new byte[RootKey.LENGTH], RANDOM), CLOCK, RANDOM);

    @SuppressWarnings("TimeInStaticInitializer") // the clock of the test stands still
    private static final TemporaryCredentials ISSUED =
            TOKENS.issue(
                    TestSessions.ROLE, TestSessions.full(CLOCK.instant(), Duration.ofHours(1)));

    private static final String TOKEN = ISSUED.sessionToken();

    @Example
    void theUnchangedTokenIsOpened() {
        assertThat(TOKENS.open(ISSUED.accessKeyId(), TOKEN)).isPresent();
    }

    @Property(tries = 3000)
    void aChangedCharacterIsRefused(
            @ForAll @IntRange(max = 4000) int at, @ForAll @IntRange(max = 66) int letter) {
        int position = at % TOKEN.length();
        char replacement = ALPHABET.charAt(letter);
        if (replacement != TOKEN.charAt(position)) {
            assertRefused(
                    TOKEN.substring(0, position) + replacement + TOKEN.substring(position + 1));
        }
    }

    @Property(tries = 1000)
    void aFlippedBitIsRefused(@ForAll @IntRange(max = 20_000) int bit) {
        byte[] bytes = Base64.getDecoder().decode(TOKEN);
        int position = bit % (bytes.length * Byte.SIZE);
        bytes[position / Byte.SIZE] ^= (byte) (1 << (position % Byte.SIZE));

        assertRefused(Base64.getEncoder().encodeToString(bytes));
    }

    @Property(tries = 500)
    void aTruncatedTokenIsRefused(@ForAll @IntRange(max = 4000) int length) {
        assertRefused(TOKEN.substring(0, length % TOKEN.length()));
    }

    @Property(tries = 500)
    void bytesBehindTheEndAreRefused(@ForAll @Size(min = 1, max = 64) byte[] more) {
        assertRefused(TOKEN + Base64.getEncoder().encodeToString(more));
    }

    @Property(tries = 1000)
    void anyOtherTextIsRefused(@ForAll String text) {
        assertRefused(text);
    }

    @Property(tries = 500)
    void whatIsIssuedIsWhatIsOpened(
            @ForAll String policy,
            @ForAll @Size(max = 5) Map<String, String> tags,
            @ForAll @Size(max = 3) Set<String> transitive,
            @ForAll boolean chained) {
        var session =
                new Session(
                        CLOCK.instant(),
                        CLOCK.instant().plus(Duration.ofHours(1)),
                        List.of(policy),
                        List.of(),
                        tags,
                        transitive,
                        null,
                        chained,
                        null);
        if (SessionTokens.packedPercent(session) <= 100) {
            TemporaryCredentials issued = TOKENS.issue(TestSessions.USER, session);

            assertThat(TOKENS.open(issued.accessKeyId(), issued.sessionToken()))
                    .get()
                    .extracting(SessionKey::session)
                    .isEqualTo(session);
        }
    }

    private static void assertRefused(String token) {
        assertThat(TOKENS.open(ISSUED.accessKeyId(), token)).isEmpty();
    }
}
