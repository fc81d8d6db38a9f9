package dev.berth.api.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Decision;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.ResponseBody;
import dev.berth.policy.ConditionKeys;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestBerth;
import dev.berth.testing.TestPeople;
import dev.berth.testing.TestPeople.Person;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What policies and tags of repositories do to those who call, from the next call on. */
class RepositoryPolicyTest {
    private static final AccountId ACCOUNT = new AccountId("000000000000");
    private static final Registry HOME = new Registry(ACCOUNT, new Region("us-east-1"));
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOST = "localhost:5327";
    private static final String DENY_ALL =
            """
            {"Version": "2012-10-17",
             "Statement": {"Effect": "Deny", "Principal": "*", "Action": "ecr:*"}}\
            """;

    private final TestBerth berth = new TestBerth();
    private final TestPeople people = new TestPeople(berth.identity());
    private Person admin;

    @BeforeEach
    void create() {
        admin = people.user(ACCOUNT, allow("ecr:*", ""));
        call(admin, "CreateRepository", Map.of("repositoryName", "app"));
    }

    @AfterEach
    void close() {
        berth.close();
    }

    @Test
    void refusesWhatWouldShutItsAuthorOutUnlessItIsForced() {
        var refused = call(admin, "SetRepositoryPolicy", policy(DENY_ALL));

        assertThat(refused.path("__type").asString("")).isEqualTo("InvalidParameterException");
        assertThat(refused.path("message").asString(""))
                .contains("'Invalid repository policy provided: ");
        assertThat(describes(admin)).isTrue();

        var forced =
                call(
                        admin,
                        "SetRepositoryPolicy",
                        Map.of("repositoryName", "app", "policyText", DENY_ALL, "force", true));

        assertThat(forced.has("policyText")).isTrue();
        assertThat(describes(admin)).isFalse();
    }

    @Test
    void countsFromTheNextCallOnAndNoLongerOnceItIsGone() {
        Person reader = people.user(ACCOUNT);

        call(admin, "SetRepositoryPolicy", policy(allowing(reader)));

        assertThat(describes(reader)).isTrue();

        call(admin, "DeleteRepositoryPolicy", Map.of("repositoryName", "app"));

        assertThat(describes(reader)).isFalse();
    }

    @Test
    void goesWithItsRepository() {
        Person reader = people.user(ACCOUNT);
        call(admin, "SetRepositoryPolicy", policy(allowing(reader)));
        assertThat(describes(reader)).isTrue();

        call(admin, "DeleteRepository", Map.of("repositoryName", "app"));
        call(admin, "CreateRepository", Map.of("repositoryName", "app"));

        assertThat(describes(reader)).isFalse();
    }

    @Test
    void meansTheUserThatItNamedAndNoNamesake() {
        Person reader = people.user(ACCOUNT);
        call(admin, "SetRepositoryPolicy", policy(allowing(reader)));
        assertThat(shown()).contains(reader.principal().name());

        delete(reader);

        assertThat(shown()).contains(reader.user().id()).doesNotContain(reader.principal().name());
    }

    @Test
    void tagsOfARepositoryDecideFromTheNextCallOn() {
        Person blue =
                people.user(
                        ACCOUNT,
                        allow(
                                "ecr:DescribeRepositories",
                                """
                                , "Condition": {"StringEquals": {"ecr:ResourceTag/team": "blue"}}\
                                """));
        assertThat(describes(blue)).isFalse();

        tag("blue");

        assertThat(describes(blue)).isTrue();

        tag("green");

        assertThat(describes(blue)).isFalse();
    }

    @Test
    void tagsOfARequestDecideWhatMayBeCreatedWithThem() {
        Person blue =
                people.user(
                        ACCOUNT,
                        allow(
                                "ecr:*",
                                """
                                , "Condition": {"StringEquals": {"aws:RequestTag/team": "blue"},
                                  "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}\
                                """));

        assertThat(code(call(blue, "CreateRepository", tagged("b1", "team", "blue")))).isEmpty();
        assertThat(code(call(blue, "CreateRepository", tagged("b2", "team", "red"))))
                .isEqualTo("AccessDeniedException");
        assertThat(code(call(blue, "CreateRepository", tagged("b3", "stage", "blue"))))
                .isEqualTo("AccessDeniedException");
        assertThat(code(call(blue, "CreateRepository", Map.of("repositoryName", "b4"))))
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void readsNothingTwiceToDecide() {
        Person reader = people.user(ACCOUNT);
        call(admin, "SetRepositoryPolicy", policy(allowing(reader)));
        var facts = berth.features().repositories().facts();

        assertThat(facts.of(HOME.repositoryArn("app")))
                .isSameAs(facts.of(HOME.repositoryArn("app")));
    }

    // ---- when ---------------------------------------------------------------------------------

    private boolean describes(Person person) {
        var ask = Ask.of(Action.ECR_DESCRIBE_REPOSITORIES, HOME.repositoryArn("app"));
        return berth.authorizer()
                .authorize(person.caller(HOME), List.of(ask), ConditionKeys.none())
                .equals(new Decision.Allowed());
    }

    private String shown() {
        return call(admin, "GetRepositoryPolicy", Map.of("repositoryName", "app"))
                .path("policyText")
                .asString("");
    }

    private void tag(String team) {
        call(
                admin,
                "TagResource",
                Map.of(
                        "resourceArn",
                        HOME.repositoryArn("app").toString(),
                        "tags",
                        List.of(Map.of("Key", "team", "Value", team))));
    }

    private void delete(Person person) {
        berth.identity()
                .change(change -> {
                    var users = berth.identity().users();
                    berth.identity().accessKeys().delete(change, person.user(), person.key().id());
                    users.delete(change, person.user().name());
                    return person;
                });
    }

    private JsonNode call(Person person, String operation, Map<String, Object> input) {
        byte[] body = JSON.writeValueAsBytes(input);
        var signer =
                new RequestSigner(
                        person.key().id(),
                        person.key().secret(),
                        "us-east-1",
                        "ecr",
                        berth.clock().instant());
        Headers headers =
                signer.sign(
                        "POST",
                        "/",
                        "",
                        Headers.of("Host", HOST, "X-Amz-Target", berth.target(operation)),
                        body);
        var response =
                berth.door()
                        .answer(
                                new Request(
                                        "POST",
                                        "/",
                                        "",
                                        HOST,
                                        headers,
                                        RequestBody.of(ByteBuffer.wrap(body)),
                                        new Peer(InetAddress.getLoopbackAddress(), false)),
                                TestBerth.REQUEST_ID);
        var content = ((ResponseBody.Bytes) response.body()).content().duplicate();
        return JSON.readTree(StandardCharsets.UTF_8.decode(content).toString());
    }

    private static String code(JsonNode answer) {
        return answer.path("__type").asString("");
    }

    private static Map<String, Object> policy(String text) {
        return Map.of("repositoryName", "app", "policyText", text);
    }

    private static Map<String, Object> tagged(String name, String key, String value) {
        return Map.of("repositoryName", name, "tags", List.of(Map.of("Key", key, "Value", value)));
    }

    private static String allowing(Person person) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Principal": {"AWS": "%s"}, "Action": "ecr:DescribeRepositories"}}\
        """
                .formatted(person.principal().name());
    }

    private static String allow(String action, String more) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Allow", "Action": "%s", "Resource": "*"%s}}\
        """
                .formatted(action, more);
    }
}
