package dev.berth.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.access.Decision;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.api.awsquery.AwsQueryDoor;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.QueryService;
import dev.berth.api.awsquery.UnsignedOperation;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.aws.PercentEncoding;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.events.Actor;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Query;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.ResponseBody;
import dev.berth.testing.TestPeople.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of a service behind the Query protocol with everyone who may call it and everyone
 * who may not. All get the same parameters, of which each takes what it knows: one that needs more
 * than that fails until it is added.
 */
public interface QueryMatrixContract {
    String HOST = "localhost:5327";
    Registry HOME = new Registry(TestIdentity.ACCOUNT, new Region("us-east-1"));

    /** What everyone may, whatever policies say. */
    Set<String> FREE = Set.of("GetCallerIdentity", "GetSessionToken");

    QueryService service();

    TestIdentity identity();

    TestPeople people();

    FixedClock clock();

    Map<String, String> parameters();

    @TestFactory
    default Stream<DynamicTest> refusesWhoeverHasNoCredential() {
        return each(operation -> {
            if (!(operation instanceof UnsignedOperation)) {
                assertThat(send(door(policies()), Headers.of("Host", HOST), operation))
                        .contains("<Code>MissingAuthenticationToken</Code>");
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> refusesAKeyThatIsDeactivated() {
        return each(operation -> {
            Person person = people().user(TestIdentity.ACCOUNT, everything());
            people().deactivateKey(person);

            assertThat(answer(policies(), operation, person))
                    .contains("<Code>InvalidClientTokenId</Code>");
        });
    }

    @TestFactory
    default Stream<DynamicTest> refusesASignatureThatHasExpired() {
        return each(operation -> {
            Person person = people().user(TestIdentity.ACCOUNT, everything());

            assertThat(
                            answer(
                                    policies(),
                                    operation,
                                    signer(person, Duration.ofMinutes(16), "us-east-1")))
                    .contains("<Code>SignatureDoesNotMatch</Code>");
        });
    }

    @TestFactory
    default Stream<DynamicTest> refusesAUserWithoutTheRight() {
        return each(operation -> {
            Person person = people().user(TestIdentity.ACCOUNT);
            String answer = answer(policies(), operation, person);

            if (FREE.contains(operation.name())) {
                assertThat(answer).doesNotContain("<Code>AccessDenied</Code>");
            } else if (!(operation instanceof UnsignedOperation)) {
                assertThat(answer)
                        .contains("<Code>AccessDenied</Code>")
                        .contains(
                                TestPeople.denial(person, asks(operation, person).getFirst())
                                        .strip());
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> letsAUserWithExactlyThatRightPass() {
        return each(operation -> {
            if (!(operation instanceof UnsignedOperation)) {
                List<Ask> asks = asks(operation, people().user(TestIdentity.ACCOUNT));
                Person person = people().user(TestIdentity.ACCOUNT, TestPeople.allowing(asks));

                assertThat(answer(policies(), operation, person))
                        .doesNotContain("is not authorized to perform");
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> refusesWhomAPolicyDenies() {
        return each(operation -> {
            if (!(operation instanceof UnsignedOperation)) {
                List<Ask> asks = asks(operation, people().user(TestIdentity.ACCOUNT));
                Person person = people().user(TestIdentity.ACCOUNT, TestPeople.denying(asks));

                assertThat(answer(policies(), operation, person).contains("is not authorized"))
                        .isEqualTo(!FREE.contains(operation.name()));
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> doesNothingWhenWhateverItAsksIsDenied() {
        return each(operation -> {
            if (!(operation instanceof UnsignedOperation)) {
                Person person = people().user(TestIdentity.ACCOUNT, everything());

                assertThat(
                                answer(
                                        (_, _, _) -> new Decision.Denied("denied by the test"),
                                        operation,
                                        person))
                        .contains("denied by the test");
            }
        });
    }

    @Test
    default void theDocumentationTellsWhatEachOperationAsksFor() throws IOException {
        Person person = people().user(TestIdentity.ACCOUNT);

        assertThat(Files.readString(Path.of("../docs/authorization.md")))
                .contains(
                        operations()
                                .map(operation ->
                                        "| %s | %s |\n"
                                                .formatted(
                                                        operation.name(), cells(operation, person)))
                                .collect(Collectors.joining()));
    }

    // ---- when ---------------------------------------------------------------------------------

    private String cells(QueryOperation operation, Person person) {
        if (FREE.contains(operation.name())) {
            return "nothing";
        }
        if (operation instanceof UnsignedOperation) { // its asks depend on a token that is good
            return "`%s:%s` on the role".formatted(service().signingName(), operation.name());
        }
        return asks(operation, person).stream()
                .map(TestPeople::cell)
                .collect(Collectors.joining(", "));
    }

    private Stream<QueryOperation> operations() {
        return new TreeMap<>(service().byName()).values().stream();
    }

    private Stream<DynamicTest> each(Consumer<QueryOperation> test) {
        return operations()
                .map(operation ->
                        DynamicTest.dynamicTest(operation.name(), () -> test.accept(operation)));
    }

    private Authorizer policies() {
        return new PolicyAuthorizer(identity().identities(), new TestResources(), clock(), "");
    }

    private AwsQueryDoor door(Authorizer authorizer) {
        return new AwsQueryDoor(
                List.of(service()),
                HOME,
                identity().authenticator(),
                authorizer,
                BoundedBodies.withDefaults(clock()),
                new ClientViews(_ -> false));
    }

    private List<Ask> asks(QueryOperation operation, Person person) {
        return operation.asks(
                new QueryCall(
                        QueryParameters.of(Query.parse(form(operation))),
                        person.caller(HOME),
                        new Actor("test", "test")));
    }

    private String answer(Authorizer authorizer, QueryOperation operation, Person person) {
        return answer(authorizer, operation, signer(person, Duration.ZERO, "us-east-1"));
    }

    private String answer(Authorizer authorizer, QueryOperation operation, RequestSigner signer) {
        return send(
                door(authorizer),
                signer.sign("POST", "/", "", Headers.of("Host", HOST), body(operation)),
                operation);
    }

    private String send(AwsQueryDoor door, Headers headers, QueryOperation operation) {
        var response =
                door.answer(
                        new Request(
                                "POST",
                                "/",
                                "",
                                HOST,
                                headers,
                                RequestBody.of(ByteBuffer.wrap(body(operation))),
                                new Peer(InetAddress.getLoopbackAddress(), false)),
                        "request-1");
        return StandardCharsets.UTF_8
                .decode(((ResponseBody.Bytes) response.body()).content().duplicate())
                .toString();
    }

    private RequestSigner signer(Person person, Duration old, String region) {
        return new RequestSigner(
                person.key().id(),
                person.key().secret(),
                region,
                service().signingName(),
                clock().instant().minus(old));
    }

    private byte[] body(QueryOperation operation) {
        return form(operation).getBytes(StandardCharsets.UTF_8);
    }

    private String form(QueryOperation operation) {
        var all = new LinkedHashMap<>(parameters());
        all.put("Action", operation.name());
        all.put("Version", service().version());
        return all.entrySet().stream()
                .map(parameter ->
                        PercentEncoding.encode(parameter.getKey())
                                + "="
                                + PercentEncoding.encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String everything() {
        return """
        {"Version": "2012-10-17",
         "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
        """;
    }
}
