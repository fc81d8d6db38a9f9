package dev.berth.api.sts;

import dev.berth.api.awsquery.QueryService;
import dev.berth.aws.Arn;
import dev.berth.identity.NewRole;
import dev.berth.session.RoleSessions;
import dev.berth.session.UserSessions;
import dev.berth.session.WebIdentities;
import dev.berth.session.oidc.WebIdentityTokens;
import dev.berth.testing.FixedClock;
import dev.berth.testing.QueryMatrixContract;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestPeople;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StsMatrixTest implements QueryMatrixContract {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
             "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}}\
            """;

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final TestPeople people = new TestPeople(identity);

    @BeforeAll
    void create() {
        identity.change(change ->
                identity.roles()
                        .create(
                                change,
                                new NewRole(
                                        "/",
                                        "ci",
                                        null,
                                        TRUST,
                                        Duration.ofHours(1),
                                        null,
                                        List.of())));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Override
    public QueryService service() {
        var directory = identity.identities();
        var tokens = identity.sessionTokens();
        return StsOperations.service(
                new StsFeatures(
                        new RoleSessions(directory, tokens, clock),
                        new UserSessions(directory, tokens, clock),
                        new WebIdentities(
                                new WebIdentityTokens(
                                        List.of(), (_, _) -> Optional.empty(), clock))));
    }

    @Override
    public TestIdentity identity() {
        return identity;
    }

    @Override
    public TestPeople people() {
        return people;
    }

    @Override
    public FixedClock clock() {
        return clock;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of(
                "RoleArn",
                Arn.iam(TestIdentity.ACCOUNT, "role/ci").toString(),
                "RoleSessionName",
                "build",
                "WebIdentityToken",
                "no.real.token",
                "Name",
                "guest");
    }
}
