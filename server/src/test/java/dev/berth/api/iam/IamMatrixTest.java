package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryService;
import dev.berth.testing.FixedClock;
import dev.berth.testing.QueryMatrixContract;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestPeople;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IamMatrixTest implements QueryMatrixContract {
    private static final String ROLE = "arn:aws:iam::000000000000:role/ci";
    private static final String POLICY =
            """
            {"Version": "2012-10-17",
             "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
            """;
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
             "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}}\
            """;

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final TestPeople people = new TestPeople(identity);

    @AfterAll
    void close() {
        database.close();
    }

    @Override
    public QueryService service() {
        return IamOperations.service(identity.iam());
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
        return Map.ofEntries(
                Map.entry("UserName", "someone"),
                Map.entry("GroupName", "team"),
                Map.entry("RoleName", "ci"),
                Map.entry("PolicyName", "pull"),
                Map.entry("PolicyArn", "arn:aws:iam::000000000000:policy/pull"),
                Map.entry("PolicySourceArn", ROLE),
                Map.entry("PolicyDocument", POLICY),
                Map.entry("AssumeRolePolicyDocument", TRUST),
                Map.entry("PolicyInputList.member.1", POLICY),
                Map.entry("ActionNames.member.1", "ecr:BatchGetImage"),
                Map.entry("PermissionsBoundary", "arn:aws:iam::000000000000:policy/pull"),
                Map.entry("VersionId", "v1"),
                Map.entry("AccessKeyId", "AKIAAAAAAAAAAAAAAAAA"),
                Map.entry("Status", "Inactive"),
                Map.entry("AccountAlias", "example"),
                Map.entry("Url", "https://ci.example"),
                Map.entry("ThumbprintList.member.1", "ab".repeat(20)),
                Map.entry("ClientIDList.member.1", "sts.amazonaws.com"),
                Map.entry("ClientID", "sts.amazonaws.com"),
                Map.entry(
                        "OpenIDConnectProviderArn",
                        "arn:aws:iam::000000000000:oidc-provider/ci.example"),
                Map.entry("Tags.member.1.Key", "team"),
                Map.entry("Tags.member.1.Value", "blue"),
                Map.entry("TagKeys.member.1", "team"));
    }
}
