package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Headers;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is changed in a signed request, the signature is no longer its own. */
class SignaturePropertyTest {

    /** A request as one text of parts, so that any character of it can be changed. */
    private record Parts(String method, String path, String query, Headers headers, String body) {}

    enum Part {
        METHOD,
        PATH,
        QUERY,
        HOST,
        TARGET,
        DATE,
        AUTHORIZATION,
        BODY
    }

    // Opened once: a property is tried thousands of times, each on a new instance of this class.
    private static final FixedClock CLOCK = new FixedClock();
    private static final TestDatabase DATABASE = new TestDatabase();
    private static final TestIdentity IDENTITY = new TestIdentity(DATABASE, CLOCK);

    @AfterContainer
    static void close() {
        DATABASE.close();
    }

    @Example
    void theUnchangedRequestIsAccepted() {
        assertThat(verify(signed()).principal())
                .isEqualTo(new Principal.Root(IDENTITY.key().account()));
    }

    @Property(tries = 3000)
    void aChangedCharacterIsRefused(
            @ForAll Part part,
            @ForAll @IntRange(max = 400) int at,
            @ForAll @CharRange(from = '!', to = '~') char replacement) {
        Parts original = signed();
        String text = text(original, part);
        int position = at % text.length();
        Assume.that(text.charAt(position) != replacement);

        Parts changed =
                with(
                        original,
                        part,
                        text.substring(0, position) + replacement + text.substring(position + 1));

        assertThatThrownBy(() -> verify(changed)).isInstanceOf(ProblemException.class);
    }

    private static Parts signed() {
        String body = "{\"repositoryName\":\"team/app\"}";
        Headers headers =
                IDENTITY.signer("us-east-1", "ecr")
                        .sign(
                                "POST",
                                "/ab/cd",
                                "alpha=1&beta=2",
                                Headers.of(
                                        "Host",
                                        "localhost:5327",
                                        "X-Amz-Target",
                                        "AmazonEC2ContainerRegistry_V20150921.ListImages"),
                                body.getBytes(StandardCharsets.UTF_8));
        return new Parts("POST", "/ab/cd", "alpha=1&beta=2", headers, body);
    }

    private static String text(Parts parts, Part part) {
        return switch (part) {
            case METHOD -> parts.method();
            case PATH -> parts.path();
            case QUERY -> parts.query();
            case HOST -> header(parts, "Host");
            case TARGET -> header(parts, "X-Amz-Target");
            case DATE -> header(parts, "X-Amz-Date");
            case AUTHORIZATION -> header(parts, "Authorization");
            case BODY -> parts.body();
        };
    }

    private static String header(Parts parts, String name) {
        return parts.headers().first(name).orElseThrow();
    }

    private static Parts with(Parts p, Part part, String text) {
        return switch (part) {
            case METHOD -> new Parts(text, p.path(), p.query(), p.headers(), p.body());
            case PATH -> new Parts(p.method(), text, p.query(), p.headers(), p.body());
            case QUERY -> new Parts(p.method(), p.path(), text, p.headers(), p.body());
            case HOST -> withHeader(p, "Host", text);
            case TARGET -> withHeader(p, "X-Amz-Target", text);
            case DATE -> withHeader(p, "X-Amz-Date", text);
            case AUTHORIZATION -> withHeader(p, "Authorization", text);
            case BODY -> new Parts(p.method(), p.path(), p.query(), p.headers(), text);
        };
    }

    private static Parts withHeader(Parts p, String name, String text) {
        var headers = new Headers.Builder();
        p.headers().forEach((n, value) -> headers.add(n, n.equals(name) ? text : value));
        return new Parts(p.method(), p.path(), p.query(), headers.build(), p.body());
    }

    private static Caller verify(Parts p) {
        return IDENTITY.authenticator()
                .begin(
                        new SignedRequest(
                                p.method(),
                                p.path(),
                                p.query(),
                                p.headers()::all,
                                InetAddress.getLoopbackAddress(),
                                false),
                        "ecr")
                .finish(RequestSigner.sha256(p.body()));
    }
}
