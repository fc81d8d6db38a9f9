package dev.berth.api.awsjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.Decision;
import dev.berth.access.Principal;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.access.TokenScope;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AwsJsonDoorTest {
    private static final Authorizer ALLOWS = (_, _, _) -> new Decision.Allowed();
    private static final AccountId ACCOUNT = new AccountId("000000000000");
    private static final Caller CALLER =
            new Caller(
                    new Principal.Root(ACCOUNT),
                    null,
                    null,
                    new Registry(ACCOUNT, new Region("us-east-1")),
                    new TokenScope.Full(),
                    InetAddress.getLoopbackAddress(),
                    false);

    private final List<String> steps = new ArrayList<>();

    /** Notes what is asked of it. */
    private record Probe(Supplier<Map<String, String>> work, List<String> steps)
            implements Operation<Probe.Input, Map<String, String>> {

        record Input() {}

        @Override
        public Action action() {
            return Action.ECR_LIST_IMAGES;
        }

        @Override
        public Class<Input> requestType() {
            return Input.class;
        }

        @Override
        public Plan<Map<String, String>> plan(Input input, Call call) {
            steps.add("plan for " + call.actor().principal() + " at " + call.endpoint());
            return Plan.of(
                            Ask.onEverything(action()),
                            () -> {
                                steps.add("run");
                                return work.get();
                            })
                    .withErrorMembers(_ -> Map.of("position", 7));
        }
    }

    @Test
    void plansThenAsksThenRuns() {
        Authorizer authorizer =
                (_, asks, _) -> {
                    steps.add("authorize " + asks.getFirst().anyOf());
                    return new Decision.Allowed();
                };

        var answer = answer(authorizer, () -> Map.of("a", "b"));

        assertThat(text(answer)).isEqualTo("{\"a\":\"b\"}");
        assertThat(steps)
                .containsExactly(
                        "plan for arn:aws:iam::000000000000:root at http://localhost:5327",
                        "authorize [ECR_LIST_IMAGES]",
                        "run");
    }

    @Test
    void runsNothingThatIsNotAllowed() {
        var answer = answer((_, _, _) -> new Decision.Denied("not you"), Map::of);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo("{\"__type\":\"Refused\",\"message\":\"not you\"}");
        assertThat(steps).doesNotContain("run");
    }

    @Test
    void addsTheMembersOfTheOperationToAProblem() {
        var answer =
                answer(
                        ALLOWS,
                        () -> {
                            throw new ProblemException(new Problem.StorageFull());
                        });

        assertThat(text(answer)).contains("\"__type\":\"Refused\"", "\"position\":7");
    }

    @Test
    void leavesFailuresToTheFrontDoor() {
        assertThatThrownBy(() ->
                        answer(
                                ALLOWS,
                                () -> {
                                    throw new IllegalStateException("broken");
                                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnOperationThatIsListedTwice() {
        var probe = new Probe(Map::of, steps);

        assertThatThrownBy(() -> new Operations("Test", List.of(probe, probe)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Response answer(Authorizer authorizer, Supplier<Map<String, String>> work) {
        SignatureAuthenticator authenticator = (_, _) -> _ -> CALLER;
        var door =
                new AwsJsonDoor(
                        "test",
                        new Operations("Test", List.of(new Probe(work, steps))),
                        _ -> new WireError("Refused", 400),
                        authenticator,
                        authorizer,
                        BoundedBodies.withDefaults(new FixedClock()),
                        new ClientViews(_ -> false));
        var request =
                new Request(
                        "POST",
                        "/",
                        "",
                        "localhost:5327",
                        Headers.of("X-Amz-Target", "Test.ListImages"),
                        RequestBody.empty(),
                        new Peer(InetAddress.getLoopbackAddress(), false));
        return door.answer(request, "request-id");
    }

    private static String text(Response response) {
        return response.body() instanceof ResponseBody.Bytes(var content)
                ? StandardCharsets.UTF_8.decode(content.duplicate()).toString()
                : "";
    }
}
