package dev.berth.api.ecr.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.AccessKey;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.testing.TestBerth;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** berth's own operations, on the wire, and what the tokens are good for. */
class TokenOperationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROOT = "arn:aws:iam::000000000000:root";

    private final TestBerth berth = new TestBerth();

    @AfterEach
    void close() {
        berth.close();
    }

    @Test
    void aRobotPullsWhatItsTokenReachesAndNothingElse() {
        call(
                "AmazonEC2ContainerRegistry_V20150921.CreateRepository",
                "{'repositoryName':'team/app'}");
        call("AmazonEC2ContainerRegistry_V20150921.CreateRepository", "{'repositoryName':'other'}");
        JsonNode created =
                create("'repositories':['team/*'],'actions':['pull'],'lifetimeSeconds':7776000");
        String password = created.path("password").asString();

        assertThat(created.path("username").asString()).isEqualTo("AWS");
        assertThat(created.at("/registryToken/repositories/0").asString()).isEqualTo("team/*");
        assertThat(created.at("/registryToken/actions/0").asString()).isEqualTo("pull");
        assertThat(
                        created.at("/registryToken/expiresAt").asLong()
                                - created.at("/registryToken/issuedAt").asLong())
                .isEqualTo(7776000);
        assertThat(decoded(created.path("authorizationToken").asString()))
                .isEqualTo("AWS:" + password);
        assertThat(v2("GET", "/v2/", password)).isEqualTo(200);
        assertThat(v2("GET", "/v2/team/app/manifests/none", password)).isEqualTo(404);
        assertThat(v2("GET", "/v2/other/manifests/none", password)).isEqualTo(403);
        assertThat(v2("POST", "/v2/team/app/blobs/uploads/", password)).isEqualTo(403);
        assertThat(v2("DELETE", "/v2/team/app/manifests/none", password)).isEqualTo(403);
        assertThat(v2("GET", "/v2/team/app/tags/list", password)).isEqualTo(403);
        assertThat(v2("GET", "/v2/_catalog", password)).isEqualTo(403);
    }

    @Test
    void aRevokedTokenIsRefusedWithTheNextRequest() {
        JsonNode created = create("");
        String id = created.at("/registryToken/tokenId").asString();
        String password = created.path("password").asString();
        assertThat(v2("GET", "/v2/", password)).isEqualTo(200);

        JsonNode revoked = call("RevokeRegistryToken", "{'tokenId':'%s'}".formatted(id));

        assertThat(revoked.at("/registryToken/status").asString()).isEqualTo("REVOKED");
        assertThat(v2("GET", "/v2/", password)).isEqualTo(403);
        assertThat(v2("GET", "/v2/", create("").path("password").asString())).isEqualTo(200);
    }

    @Test
    void allTokensOfAPrincipalEndTogetherLoginsAmongThem() {
        String robot = create("").path("password").asString();
        String login =
                decoded(
                        call("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "{}")
                                .at("/authorizationData/0/authorizationToken")
                                .asString());

        JsonNode answer = call("RevokeRegistryTokens", "{'principalArn':'%s'}".formatted(ROOT));

        assertThat(answer.path("revokedUntil").asLong())
                .isEqualTo(berth.clock().instant().getEpochSecond());
        assertThat(v2("GET", "/v2/", robot)).isEqualTo(403);
        assertThat(v2("GET", "/v2/", login.substring("AWS:".length()))).isEqualTo(403);
    }

    @Test
    void listsTokensWithTheirLastUseButNeverTheirText() {
        JsonNode created = create("'description':'of the cluster'");
        v2("GET", "/v2/", created.path("password").asString());
        call("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "{}");

        JsonNode token = call("ListRegistryTokens", "{}").at("/registryTokens/0");
        JsonNode logins = call("ListRegistryTokens", "{'includeLogins':true}");

        assertThat(token.path("name").asString()).isEqualTo("robot");
        assertThat(token.path("description").asString()).isEqualTo("of the cluster");
        assertThat(token.path("principalArn").asString()).isEqualTo(ROOT);
        assertThat(token.path("lastUsedAt").asLong())
                .isEqualTo(berth.clock().instant().getEpochSecond());
        assertThat(token.has("password")).isFalse();
        assertThat(logins.path("registryTokens")).hasSize(2);
        assertThat(logins.at("/registryTokens/1").has("name")).isFalse();
        assertThat(logins.at("/registryTokens/1/accessKeyId").asString())
                .isEqualTo(berth.identity().key().id());
    }

    @Test
    void listsPageByPage() {
        List<String> ids =
                List.of(
                        create("").at("/registryToken/tokenId").asString(),
                        create("").at("/registryToken/tokenId").asString(),
                        create("").at("/registryToken/tokenId").asString());

        JsonNode first = call("ListRegistryTokens", "{'maxResults':2}");
        JsonNode second =
                call(
                        "ListRegistryTokens",
                        "{'maxResults':2,'nextToken':'%s'}"
                                .formatted(first.path("nextToken").asString()));

        assertThat(ids(first)).isEqualTo(ids.subList(0, 2));
        assertThat(ids(second)).isEqualTo(ids.subList(2, 3));
        assertThat(second.has("nextToken")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CreateRegistryToken; {}; name",
                "CreateRegistryToken; {'name':'a b'}; name",
                "CreateRegistryToken; {'name':'robot','lifetimeSeconds':899}; lifetimeSeconds",
                "CreateRegistryToken; {'name':'robot','lifetimeSeconds':315619201}; lifetimeSeconds",
                "CreateRegistryToken; {'name':'robot','repositories':[]}; repositories",
                "CreateRegistryToken; {'name':'robot','repositories':['Team']}; repositories",
                "CreateRegistryToken; {'name':'robot','repositories':[null]}; repositories",
                "CreateRegistryToken; {'name':'robot','actions':['everything']}; actions",
                "CreateRegistryToken; {'name':'robot','actions':['iam:CreateUser']}; actions",
                "CreateRegistryToken; {'name':'robot','principalArn':'ada'}; principalArn",
                "CreateRegistryToken; {'name':'robot','principalArn':'arn:aws:iam::000000000000:user/ada'}; principalArn",
                "ListRegistryTokens; {'nextToken':'x'}; nextToken",
                "ListRegistryTokens; {'maxResults':0}; maxResults",
                "RevokeRegistryToken; {}; tokenId",
                "RevokeRegistryToken; {'tokenId':'x'}; tokenId",
                "RevokeRegistryToken; {'tokenId':'1-2-3-4-5'}; tokenId",
                "RevokeRegistryTokens; {}; principalArn",
            })
    void namesTheMemberThatIsWrong(String operation, String input, String member) {
        JsonNode refusal = refused(operation, input, 400);

        assertThat(refusal.path("__type").asString()).isEqualTo("InvalidParameterException");
        assertThat(refusal.path("message").asString()).contains("'" + member + "'");
    }

    @Test
    void policiesSayForWhomAndForHowLong() {
        AccessKey maker =
                user(
                        "/",
                        "maker",
                        """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                        "Action":["berth:CreateRegistryToken","berth:ListRegistryTokens","berth:RevokeRegistryToken"],
                        "Resource":"arn:aws:iam::000000000000:user/robots/*",
                        "Condition":{"NumericLessThanEqualsIfExists":{"berth:TokenLifetime":"2592000"}}}}
                        """);
        user(
                "/robots/",
                "cluster",
                """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}
                """);
        String cluster = "'principalArn':'arn:aws:iam::000000000000:user/robots/cluster'";
        String month = "{'name':'robot',%s,'lifetimeSeconds':2592000}".formatted(cluster);

        JsonNode created = as(maker, "CreateRegistryToken", month, 200);

        assertThat(v2("GET", "/v2/", created.path("password").asString())).isEqualTo(200);
        for (String tooMuch :
                List.of(
                        "{'name':'robot',%s,'lifetimeSeconds':2592001}".formatted(cluster),
                        "{'name':'robot'}",
                        "{'name':'robot','principalArn':'%s'}".formatted(ROOT))) {
            assertDenied(as(maker, "CreateRegistryToken", tooMuch, 400));
        }
        JsonNode listed = as(maker, "ListRegistryTokens", "{%s}".formatted(cluster), 200);
        assertThat(listed.path("registryTokens")).hasSize(1);
        assertDenied(as(maker, "ListRegistryTokens", "{}", 400));
        String id = created.at("/registryToken/tokenId").asString();
        assertDenied(as(maker, "RevokeRegistryToken", "{'tokenId':'%s'}".formatted(id), 400));
        as(maker, "RevokeRegistryToken", "{'tokenId':'%s',%s}".formatted(id, cluster), 200);
        assertDenied(as(maker, "RevokeRegistryTokens", "{%s}".formatted(cluster), 400));
    }

    @Test
    void aRobotMayNoMoreThanItsUser() {
        call("AmazonEC2ContainerRegistry_V20150921.CreateRepository", "{'repositoryName':'app'}");
        user(
                "/",
                "reader",
                """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:BatchGetImage","Resource":"*"}}
                """);

        String password =
                create(
                                "'principalArn':'arn:aws:iam::000000000000:user/reader','actions':['push','pull']")
                        .path("password")
                        .asString();

        assertThat(v2("GET", "/v2/app/manifests/none", password)).isEqualTo(404);
        assertThat(v2("POST", "/v2/app/blobs/uploads/", password)).isEqualTo(403);
    }

    @Test
    void aLoginEndsWithTheKeyThatAskedForIt() {
        AccessKey key =
                user(
                        "/",
                        "ada",
                        """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}
                        """);
        String login =
                decoded(
                        as(
                                        key,
                                        "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
                                        "{}",
                                        200)
                                .at("/authorizationData/0/authorizationToken")
                                .asString());
        String password = login.substring("AWS:".length());
        assertThat(v2("GET", "/v2/", password)).isEqualTo(200);

        berth.identity()
                .change(change -> {
                    var user =
                            berth.identity()
                                    .identities()
                                    .account(change.account())
                                    .user("ada")
                                    .orElseThrow();
                    berth.identity().accessKeys().setActive(change, user, key.id(), false);
                    return user;
                });

        assertThat(v2("GET", "/v2/", password)).isEqualTo(403);
    }

    private AccessKey user(String path, String name, String policy) {
        var identity = berth.identity();
        return identity.change(change -> {
            var user = identity.users().create(change, path, name, null, List.of());
            identity.held().putInline(change, user.owner(), "own", policy);
            return identity.accessKeys().create(change, user);
        });
    }

    private static void assertDenied(JsonNode refusal) {
        assertThat(refusal.path("__type").asString()).isEqualTo("AccessDeniedException");
    }

    private JsonNode as(AccessKey key, String operation, String input, int status) {
        return answer(
                berth.callAs(
                        key,
                        target(operation),
                        input.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                status);
    }

    private static String target(String operation) {
        return operation.contains(".") ? operation : "Berth_V20261101." + operation;
    }

    private static JsonNode answer(Response response, int status) {
        JsonNode body = json(response);
        assertThat(response.status()).as(body.toString()).isEqualTo(status);
        return body;
    }

    @Test
    void knowsNoTokenThatIsNotThere() {
        JsonNode refusal =
                refused(
                        "RevokeRegistryToken",
                        "{'tokenId':'0190e1a0-0000-7000-8000-000000000001'}",
                        400);

        assertThat(refusal.path("__type").asString()).isEqualTo("RegistryTokenNotFoundException");
    }

    private JsonNode create(String members) {
        return call(
                "CreateRegistryToken",
                "{'name':'robot'%s%s}".formatted(members.isEmpty() ? "" : ",", members));
    }

    private JsonNode call(String operation, String input) {
        return refused(operation, input, 200);
    }

    private JsonNode refused(String operation, String input, int status) {
        return answer(
                berth.call(
                        target(operation),
                        input.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                status);
    }

    private int v2(String method, String path, String password) {
        String login =
                Base64.getEncoder()
                        .encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8));
        return berth.v2()
                .answer(
                        new Request(
                                method,
                                path,
                                "",
                                "localhost:5327",
                                Headers.of("Authorization", "Basic " + login),
                                RequestBody.of(ByteBuffer.allocate(0)),
                                new Peer(InetAddress.getLoopbackAddress(), false)),
                        TestBerth.REQUEST_ID)
                .status();
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("registryTokens").spliterator(), false)
                .map(token -> token.path("tokenId").asString())
                .toList();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static JsonNode json(Response response) {
        var bytes = ((ResponseBody.Bytes) response.body()).content().duplicate();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return JSON.readTree(content);
    }
}
