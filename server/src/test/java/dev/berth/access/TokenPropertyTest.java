package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** Only the very text that was issued is a token. */
class TokenPropertyTest {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=:";
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

    // Opened once: a property is tried thousands of times, each on a new instance of this class.
    private static final TestDatabase DATABASE = new TestDatabase();
    private static final TestIdentity IDENTITY = new TestIdentity(DATABASE, new FixedClock());
    private static final Caller ROOT = root(IDENTITY.key().account());
    private static final TokenScope SCOPE =
            new TokenScope.Limited(
                    List.of(new RepositoryGlob("team/*"), new RepositoryGlob("base/java")),
                    new TokenActions(List.of("pull")));
    private static final String TOKEN =
            IDENTITY.tokens().issue(ROOT, SCOPE, RegistryTokens.LOGIN_LIFETIME).text();

    @AfterContainer
    static void close() {
        DATABASE.close();
    }

    @Example
    void theUnchangedTokenIsAccepted() {
        assertThat(IDENTITY.tokens().verify(TOKEN, ADDRESS, false).scope()).isEqualTo(SCOPE);
    }

    @Property(tries = 3000)
    void aChangedCharacterIsRefused(
            @ForAll @IntRange(max = 2000) int at, @ForAll @IntRange(max = 67) int letter) {
        int position = at % TOKEN.length();
        char replacement = ALPHABET.charAt(letter);
        if (replacement != TOKEN.charAt(position)) {
            assertInvalid(
                    TOKEN.substring(0, position) + replacement + TOKEN.substring(position + 1));
        }
    }

    @Property(tries = 1000)
    void aFlippedBitIsRefused(@ForAll @IntRange(max = 10_000) int bit) {
        byte[] bytes = Base64.getUrlDecoder().decode(TOKEN);
        int position = bit % (bytes.length * Byte.SIZE);
        bytes[position / Byte.SIZE] ^= (byte) (1 << (position % Byte.SIZE));

        assertInvalid(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Property(tries = 500)
    void aTruncatedTokenIsRefused(@ForAll @IntRange(max = 2000) int length) {
        assertInvalid(TOKEN.substring(0, length % TOKEN.length()));
    }

    @Property(tries = 500)
    void bytesBehindTheEndAreRefused(@ForAll @Size(min = 1, max = 64) byte[] more) {
        assertInvalid(TOKEN + Base64.getUrlEncoder().withoutPadding().encodeToString(more));
    }

    @Property(tries = 1000)
    void anyOtherTextIsRefused(@ForAll String text) {
        assertInvalid(text);
    }

    private static void assertInvalid(String text) {
        assertThatThrownBy(() -> IDENTITY.tokens().verify(text, ADDRESS, false))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new AccessProblem.LoginTokenInvalid()));
    }

    private static Caller root(AccountId account) {
        return new Caller(
                new Principal.Root(account),
                null,
                null,
                new Registry(account, new Region("us-east-1")),
                new TokenScope.Full(),
                ADDRESS,
                false);
    }
}
