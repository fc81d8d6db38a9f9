package dev.berth.api.sts;

import dev.berth.access.AccessKey;
import dev.berth.access.Caller;
import dev.berth.access.Directory;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.Principal;
import dev.berth.access.RootKey;
import dev.berth.access.Session;
import dev.berth.access.SessionTokens;
import dev.berth.access.SigV4Authenticator;
import dev.berth.access.SignedRequest;
import dev.berth.access.TemporaryCredentials;
import dev.berth.api.awsquery.AwsQueryDoor;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import dev.berth.session.RoleSessions;
import dev.berth.session.UserSessions;
import dev.berth.session.WebIdentities;
import dev.berth.session.oidc.OidcIssuer;
import dev.berth.session.oidc.RegisteredProviders;
import dev.berth.session.oidc.WebIdentityTokens;
import dev.berth.testing.FixedClock;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestResources;
import dev.berth.testing.TestRevocations;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** STS as its clients see it: signed requests in, XML out; decided by policies. */
final class StsHarness {
    static final AccountId ACCOUNT = new AccountId("111122223333");
    static final AccountId OTHER = new AccountId("444455556666");
    static final Principal.User ALICE = new Principal.User(ACCOUNT, "AIDAALICE", "/", "alice");
    static final Principal.User BOB = new Principal.User(OTHER, "AIDABOB", "/", "bob");
    static final Principal.Root ROOT = new Principal.Root(ACCOUNT);
    static final String ISSUER = "https://issuer.example";

    private static final String REQUEST_ID = "01234567-89ab-7def-8000-000000000001";
    private static final Pattern ELEMENT = Pattern.compile("<(\\w+)>([^<]*)</\\1>");

    final FixedClock clock = new FixedClock();
    final TestDirectory directory = new TestDirectory();
    final SessionTokens tokens;
    final TestRevocations revocations = new TestRevocations();
    private final SigV4Authenticator authenticator;
    private final AwsQueryDoor door;

    /** Whose keys are those of the one issuer, in this file. */
    StsHarness(OidcIssuer... issuers) {
        var random = new SecureRandom();
        tokens = new SessionTokens(new RootKey(new byte[32], random), clock, random);
        authenticator = new SigV4Authenticator(directory, tokens, revocations, clock);
        var features =
                new StsFeatures(
                        new RoleSessions(directory, tokens, clock),
                        new UserSessions(directory, tokens, clock),
                        new WebIdentities(
                                new WebIdentityTokens(
                                        List.of(issuers), StsHarness::provider, clock)));
        door =
                new AwsQueryDoor(
                        List.of(StsOperations.service(features)),
                        new Registry(ACCOUNT, new Region("eu-west-1")),
                        authenticator,
                        new PolicyAuthorizer(directory, new TestResources(), clock, ""),
                        BoundedBodies.withDefaults(clock),
                        new ClientViews(_ -> false));
        key(ALICE);
        key(BOB);
        key(ROOT);
    }

    private static Optional<RegisteredProviders.Provider> provider(
            AccountId account, String issuer) {
        return issuer.equals(ISSUER) && account.equals(ACCOUNT)
                ? Optional.of(
                        new RegisteredProviders.Provider(
                                Arn.iam(ACCOUNT, "oidc-provider/issuer.example"),
                                Set.of("sts.amazonaws.com")))
                : Optional.empty();
    }

    /** A key of whoever the principal counts as by now. */
    void key(Principal principal) {
        AccountId account = principal.accountId().orElseThrow();
        directory.key(
                new Directory.KeyHolder(
                        new AccessKey(keyId(principal), account, "secret"),
                        directory.actsAs(principal)));
    }

    private static String keyId(Principal principal) {
        return "AKIA" + principal.uniqueId().orElseThrow();
    }

    /** A role of this name that trusts as the statement says, for two hours at most. */
    StsHarness role(String name, String trust, String... policies) {
        directory.role(
                new Directory.RoleFacts(
                        ACCOUNT,
                        "AROA" + name,
                        "/team/",
                        name,
                        Duration.ofHours(2),
                        new NamedPolicy(
                                "trust",
                                PolicySource.RESOURCE,
                                PolicyParser.parse(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                                + trust
                                                + "]}",
                                        PolicyKind.TRUST)),
                        Map.of()));
        directory.allow(
                new Principal.AssumedRole(ACCOUNT, "AROA" + name, "/team/", name, "any"), policies);
        return this;
    }

    static String roleArn(String name) {
        return "arn:aws:iam::111122223333:role/team/" + name;
    }

    static String trusting(String principal, String actions, String condition) {
        return """
        {"Effect":"Allow","Principal":%s,"Action":%s%s}\
        """
                .formatted(
                        principal,
                        actions,
                        condition.isEmpty() ? "" : ",\"Condition\":" + condition);
    }

    static String allowing(String action, String resource) {
        return """
        {"Version":"2012-10-17","Statement":
         [{"Effect":"Allow","Action":"%s","Resource":"%s"}]}\
        """
                .formatted(action, resource);
    }

    /** What came back, with its elements by name; the last one of a name counts. */
    record Reply(int status, String text) {
        String get(String element) {
            return elements().getOrDefault(element, "");
        }

        Map<String, String> elements() {
            var found = new LinkedHashMap<String, String>();
            Matcher matcher = ELEMENT.matcher(text);
            while (matcher.find()) {
                found.put(matcher.group(1), matcher.group(2));
            }
            return found;
        }

        /** As one line: status, code and message. */
        String refusal() {
            return status + " " + get("Code") + ": " + get("Message").replace("&apos;", "'");
        }
    }

    Reply send(Principal principal, String action, String... parameters) {
        return send(
                new RequestSigner(keyId(principal), "secret", "eu-west-1", "sts", clock.instant()),
                null,
                form(action, parameters));
    }

    /** As whoever has these temporary credentials. */
    Reply send(TemporaryCredentials credentials, String action, String... parameters) {
        return send(
                new RequestSigner(
                        credentials.accessKeyId(),
                        credentials.secret(),
                        "eu-west-1",
                        "sts",
                        clock.instant()),
                credentials.sessionToken(),
                form(action, parameters));
    }

    private Reply send(RequestSigner signer, @Nullable String token, String form) {
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        Headers plain = Headers.of("Host", "localhost:5327");
        return answer(
                "POST",
                "",
                token == null
                        ? signer.sign("POST", "/", "", plain, body)
                        : signer.sign("POST", plain, body, token),
                form);
    }

    Reply unsigned(String action, String... parameters) {
        return answer("POST", "", Headers.of("Host", "localhost:5327"), form(action, parameters));
    }

    Reply answer(String method, String query, Headers headers, String form) {
        Response response =
                door.answer(
                        new Request(
                                method,
                                "/",
                                query,
                                "localhost:5327",
                                headers,
                                RequestBody.of(
                                        ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8))),
                                new Peer(InetAddress.getLoopbackAddress(), true)),
                        REQUEST_ID);
        return switch (response.body()) {
            case ResponseBody.Bytes bytes ->
                    new Reply(
                            response.status(),
                            StandardCharsets.UTF_8.decode(bytes.content().duplicate()).toString());
            case ResponseBody.FileSlice _, ResponseBody.Empty _ ->
                    throw new AssertionError("not a text");
        };
    }

    private static String form(String action, String... parameters) {
        var form = new StringBuilder("Version=2011-06-15&Action=" + action);
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            form.append('&')
                    .append(parameter, 0, equals + 1)
                    .append(
                            URLEncoder.encode(
                                    parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    /** The credentials of a reply. */
    TemporaryCredentials credentials(Reply reply) {
        return new TemporaryCredentials(
                reply.get("AccessKeyId"),
                reply.get("SecretAccessKey"),
                reply.get("SessionToken"),
                Instant.parse(reply.get("Expiration")));
    }

    /** The session that the credentials of a reply stand for. */
    Session session(Reply reply) {
        return Objects.requireNonNull(caller(credentials(reply)).session());
    }

    /** Who signs with these. */
    Caller caller(TemporaryCredentials credentials) {
        var signer =
                new RequestSigner(
                        credentials.accessKeyId(),
                        credentials.secret(),
                        "eu-west-1",
                        "ecr",
                        clock.instant());
        Headers headers =
                signer.sign(
                        "POST",
                        Headers.of("Host", "localhost"),
                        new byte[0],
                        credentials.sessionToken());
        return authenticator
                .begin(
                        new SignedRequest(
                                "POST",
                                "/",
                                "",
                                headers::all,
                                InetAddress.getLoopbackAddress(),
                                true),
                        "ecr")
                .finish(RequestSigner.sha256(""));
    }
}
