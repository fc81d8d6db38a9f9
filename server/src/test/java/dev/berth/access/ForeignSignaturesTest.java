package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that another implementation signed: each is accepted, and none with another body. */
class ForeignSignaturesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/sigv4");

    record Field(String name, String value) {}

    record Case(
            String service,
            String region,
            String method,
            String path,
            String query,
            List<Field> headers,
            String body) {}

    private final TestDatabase database = new TestDatabase();
    private final FixedClock clock = new FixedClock();
    private SignatureAuthenticator authenticator;

    @BeforeEach
    void knowTheDocumentedKey() {
        var identity = new TestIdentity(database, clock);
        ExampleKey.store(identity);
        authenticator = identity.authenticator();
    }

    @AfterEach
    void close() {
        database.close();
    }

    static Stream<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void acceptsWhatAnotherImplementationSigned(String file) {
        Case signed = read(file);

        Caller caller = begin(signed).finish(RequestSigner.sha256(signed.body()));

        assertThat(caller.principal()).isEqualTo(new Principal.Root(ExampleKey.ACCOUNT));
        assertThat(caller.registry().account()).isEqualTo(new AccountId("000000000000"));
        assertThat(caller.registry().region().value()).isEqualTo(signed.region());
        assertThat(caller.scope()).isEqualTo(new TokenScope.Full());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesTheSameSignatureOverAnotherBody(String file) {
        Case signed = read(file);
        SignatureAuthenticator.PendingCaller pending = begin(signed);

        assertThatThrownBy(() -> pending.finish(RequestSigner.sha256(signed.body() + " ")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOf(AccessProblem.SignatureInvalid.class));
    }

    private SignatureAuthenticator.PendingCaller begin(Case signed) {
        return authenticator.begin(
                new SignedRequest(
                        signed.method(),
                        signed.path(),
                        signed.query(),
                        name ->
                                signed.headers().stream()
                                        .filter(field -> field.name().equalsIgnoreCase(name))
                                        .map(Field::value)
                                        .toList(),
                        InetAddress.getLoopbackAddress(),
                        false),
                signed.service());
    }

    private static Case read(String file) {
        try {
            return Json.read(
                    Files.readString(CASES.resolve(file)).getBytes(StandardCharsets.UTF_8),
                    Case.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonFault e) {
            throw new IllegalStateException(e);
        }
    }
}
