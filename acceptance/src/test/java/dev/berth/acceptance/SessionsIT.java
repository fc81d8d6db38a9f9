package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Temporary credentials as the AWS CLI asks for them and uses them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {

    private static final String WHO = "aws sts get-caller-identity --query Arn --output text";

    private TokenIssuer issuer;
    private PackedBerth berth;
    private Shell root;

    /** Knows the server and the region, and no key. */
    private Shell nobody;

    private Shell alice;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Clients.need(Clients.AWS);
        issuer = TokenIssuer.start();
        berth = PackedBerth.start(folder, Map.of("BERTH_IDENTITY_OIDC", issuer.setting()));
        root = berth.shell();
        var exports = berth.exports();
        nobody =
                new Shell(folder)
                        .with(
                                Map.of(
                                        "AWS_ENDPOINT_URL", exports.get("AWS_ENDPOINT_URL"),
                                        "AWS_DEFAULT_REGION", exports.get("AWS_DEFAULT_REGION")));
        alice = nobody.with(keys("alice"));
        root.run(
                """
                aws iam put-user-policy --user-name alice --policy-name roles --policy-document '{
                  "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}]}'
                aws iam create-role --role-name pusher --assume-role-policy-document '{
                  "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:user/alice"},
                     "Action": ["sts:AssumeRole", "sts:TagSession"]}]}'
                aws iam create-open-id-connect-provider --url https://ci.example \
                  --client-id-list sts.amazonaws.com
                aws iam create-role --role-name builder --assume-role-policy-document '{
                  "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Principal":
                       {"Federated": "arn:aws:iam::000000000000:oidc-provider/ci.example"},
                     "Action": "sts:AssumeRoleWithWebIdentity",
                     "Condition": {"StringEquals": {"ci.example:aud": "sts.amazonaws.com"},
                                   "StringLike": {"ci.example:sub": "repo:team/*"}}}]}'
                for role in pusher builder; do
                  aws iam put-role-policy --role-name $role --policy-name all --policy-document '{
                    "Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}'
                done
                """);
    }

    private Map<String, String> keys(String user) {
        root.run("aws iam create-user --user-name " + user);
        return environment(
                root.run(
                        "aws iam create-access-key --user-name %s --output text --query '[AccessKey.AccessKeyId, AccessKey.SecretAccessKey]'"
                                .formatted(user)));
    }

    private static Map<String, String> environment(String keys) {
        String[] parts = keys.split("\\s+", -1);
        return parts.length == 2
                ? Map.of("AWS_ACCESS_KEY_ID", parts[0], "AWS_SECRET_ACCESS_KEY", parts[1])
                : Map.of(
                        "AWS_ACCESS_KEY_ID", parts[0],
                        "AWS_SECRET_ACCESS_KEY", parts[1],
                        "AWS_SESSION_TOKEN", parts[2]);
    }

    /** The credentials that a command of STS prints. */
    private static String asking(String command) {
        return "aws sts "
                + command
                + " --output text --query"
                + " '[Credentials.AccessKeyId, Credentials.SecretAccessKey, Credentials.SessionToken]'";
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
        if (issuer != null) {
            issuer.close();
        }
    }

    @Test
    void aProfileActsInARole() throws IOException {
        Path config = nobody.folder().resolve("profiles");
        Files.writeString(
                config,
                """
                [profile alice]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                [profile pusher]
                role_arn = arn:aws:iam::000000000000:role/pusher
                role_session_name = release-7
                source_profile = alice
                """
                        .formatted(
                                alice.run("printenv AWS_ACCESS_KEY_ID"),
                                alice.run("printenv AWS_SECRET_ACCESS_KEY")));
        Shell shell = nobody.with("AWS_CONFIG_FILE", config.toString());

        assertThat(shell.run(WHO + " --profile pusher"))
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/pusher/release-7");
        shell.run("aws ecr create-repository --repository-name by-role --profile pusher");
        assertThat(shell.refused("aws ecr describe-repositories --profile alice"))
                .contains("AccessDenied")
                .contains("user/alice is not authorized to perform: ecr:DescribeRepositories");
        String login =
                "aws ecr get-login-password --profile pusher | curl -sf -o /dev/null -w '%{http_code}'"
                        + " -u \"AWS:$(cat)\" $AWS_ENDPOINT_URL/v2/by-role/tags/list";
        assertThat(shell.run(login)).isEqualTo("200");
    }

    @Test
    void aRoleIsGivenToThoseWhomItTrustsAlone() {
        Shell bob = nobody.with(keys("bob"));
        root.run(
                """
                aws iam put-user-policy --user-name bob --policy-name all --policy-document '{
                  "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
                """);

        assertThat(
                        bob.refused(
                                "aws sts assume-role --role-session-name job --role-arn"
                                        + " arn:aws:iam::000000000000:role/pusher"))
                .contains(
                        "(AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::000000000000:user/bob is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/pusher");
    }

    @Test
    void aSessionPolicyBoundsTheRole() {
        Shell session =
                nobody.with(
                        environment(
                                alice.run(
                                        asking(
                                                """
                                                assume-role --role-session-name job \
                                                --role-arn arn:aws:iam::000000000000:role/pusher \
                                                --tags Key=team,Value=crane --policy '{
                                                "Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                                "Action": "ecr:DescribeRepositories", "Resource": "*"}]}'\
                                                """))));

        session.run("aws ecr describe-repositories");
        assertThat(session.refused("aws ecr create-repository --repository-name more"))
                .contains("because no session policy allows the ecr:CreateRepository action");
    }

    @Test
    void aUserGetsASessionOfHisOwn() {
        Shell session = nobody.with(environment(alice.run(asking("get-session-token"))));

        assertThat(session.run(WHO)).isEqualTo("arn:aws:iam::000000000000:user/alice");
        assertThat(session.refused("aws sts get-session-token"))
                .contains("Cannot call GetSessionToken with session credentials");
        assertThat(session.with("AWS_SESSION_TOKEN", "altered").refused(WHO))
                .contains("(InvalidClientTokenId)");
    }

    @Test
    void aFederatedUserMayNoMoreThanHisPolicySays() {
        Shell session =
                nobody.with(
                        environment(
                                root.run(
                                        asking(
                                                """
                                                get-federation-token --name guest --policy '{
                                                "Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                                "Action": "ecr:DescribeRepositories", "Resource": "*"}]}'\
                                                """))));

        assertThat(session.run(WHO)).isEqualTo("arn:aws:sts::000000000000:federated-user/guest");
        session.run("aws ecr describe-repositories");
        assertThat(session.refused("aws ecr create-repository --repository-name more"))
                .contains("AccessDenied");
    }

    @Test
    void aJobOfCiGetsTheRoleThatTrustsItsIssuer() throws Exception {
        Shell job = job("repo:team/app:ref:refs/heads/main");

        assertThat(job.run(WHO)).startsWith("arn:aws:sts::000000000000:assumed-role/builder/");
        job.run("aws ecr create-repository --repository-name by-job");
        // asked for by name: the CLI would take the credentials of before out of its cache
        assertThat(
                        job("repo:elsewhere/app:ref:refs/heads/main")
                                .refused(
                                        "aws sts assume-role-with-web-identity --role-arn $AWS_ROLE_ARN --role-session-name job --web-identity-token file://$AWS_WEB_IDENTITY_TOKEN_FILE"))
                .contains(
                        "(AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    private Shell job(String subject) throws Exception {
        Path token = Files.createTempFile(nobody.folder(), "web-identity", ".jwt");
        Files.writeString(token, issuer.token(subject));
        return nobody.with(
                Map.of(
                        "AWS_ROLE_ARN",
                        "arn:aws:iam::000000000000:role/builder",
                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                        token.toString()));
    }

    @Test
    void aLinkProvesWhoMadeIt() throws Exception {
        Map<String, String> keys =
                environment(
                        alice.run(
                                asking(
                                        "assume-role --role-session-name link --role-arn"
                                                + " arn:aws:iam::000000000000:role/pusher")));

        for (SdkHttpMethod method : new SdkHttpMethod[] {SdkHttpMethod.GET, SdkHttpMethod.POST}) {
            URI link = link(keys, method);
            try (var http = HttpClient.newHttpClient()) {
                var request =
                        HttpRequest.newBuilder(link)
                                .method(method.name(), HttpRequest.BodyPublishers.noBody())
                                .build();
                var answer = http.send(request, BodyHandlers.ofString());

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body())
                        .contains("<Arn>arn:aws:sts::000000000000:assumed-role/pusher/link</Arn>");
            }
        }
    }

    /** Made by the signer of AWS's SDK. */
    private URI link(Map<String, String> keys, SdkHttpMethod method) {
        return AwsV4HttpSigner.create()
                .sign(r ->
                        r.identity(
                                        AwsSessionCredentialsIdentity.create(
                                                keys.get("AWS_ACCESS_KEY_ID"),
                                                keys.get("AWS_SECRET_ACCESS_KEY"),
                                                keys.get("AWS_SESSION_TOKEN")))
                                .request(
                                        SdkHttpRequest.builder()
                                                .method(method)
                                                .uri(berth.endpoint().resolve("/"))
                                                .putRawQueryParameter("Action", "GetCallerIdentity")
                                                .putRawQueryParameter("Version", "2011-06-15")
                                                .build())
                                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                                .putProperty(
                                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                                .putProperty(
                                        AwsV4FamilyHttpSigner.EXPIRATION_DURATION,
                                        Duration.ofMinutes(1)))
                .request()
                .getUri();
    }
}
