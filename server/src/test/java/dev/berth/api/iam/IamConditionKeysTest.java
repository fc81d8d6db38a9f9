package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.QueryParameters;
import dev.berth.events.Actor;
import dev.berth.http.Query;
import dev.berth.policy.ConditionKeys;
import dev.berth.testing.FixedClock;
import dev.berth.testing.QueryMatrixContract;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestPeople;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No condition is met by a parameter that the operation does not have. */
class IamConditionKeysTest {
    private static final List<String> KEYS =
            List.of(
                    "aws:tagkeys",
                    "aws:requesttag/team",
                    "iam:permissionsboundary",
                    "iam:policyarn");

    /** What can be put on every call, by the member that it gives. */
    private static final Map<String, Map<String, String>> STRANGERS =
            Map.of(
                    "PermissionsBoundary",
                            Map.of("PermissionsBoundary", "arn:aws:iam::aws:policy/X"),
                    "PolicyArn", Map.of("PolicyArn", "arn:aws:iam::aws:policy/X"),
                    "Tags", Map.of("Tags.member.1.Key", "team", "Tags.member.1.Value", "blue"),
                    "TagKeys", Map.of("TagKeys.member.1", "team"));

    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, new FixedClock());
    private final TestPeople people = new TestPeople(identity);
    private final IamModel model = new IamModel();

    @BeforeEach
    void make() {
        identity.change(change -> identity.users().create(change, "/", "free", null, List.of()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> aParameterThatAnOperationDoesNotHaveSaysNothing() {
        var person = people.user(TestIdentity.ACCOUNT);
        return IamOperations.service(identity.iam()).byName().values().stream()
                .flatMap(operation ->
                        STRANGERS.keySet().stream()
                                .filter(member -> !model.input(operation.name()).contains(member))
                                .map(member ->
                                        DynamicTest.dynamicTest(
                                                operation.name() + " " + member,
                                                () -> saysNothing(operation, person, member))));
    }

    private void saysNothing(QueryOperation operation, TestPeople.Person person, String member) {
        Map<String, String> own =
                members().entrySet().stream()
                        .filter(given ->
                                model.input(operation.name())
                                        .contains(given.getKey().replaceAll("\\..*", "")))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var more = new HashMap<>(own);
        more.putAll(STRANGERS.getOrDefault(member, Map.of()));

        assertThat(said(operation.keys(call(person, more))))
                .isEqualTo(said(operation.keys(call(person, own))));
    }

    /** As the four that may be strangers say other things. */
    private static Map<String, String> members() {
        return Map.of(
                "UserName", "free",
                "GroupName", "team",
                "RoleName", "ci",
                "PolicyArn", "arn:aws:iam::aws:policy/own",
                "PermissionsBoundary", "arn:aws:iam::aws:policy/own",
                "Tags.member.1.Key", "own",
                "Tags.member.1.Value", "own",
                "TagKeys.member.1", "own");
    }

    @Test
    void aBoundaryThatIsNotAskedForIsNoneOfWhoHasNone() {
        ConditionKeys keys =
                Objects.requireNonNull(
                                IamOperations.service(identity.iam())
                                        .byName()
                                        .get("AttachUserPolicy"))
                        .keys(
                                call(
                                        people.user(TestIdentity.ACCOUNT),
                                        Map.of(
                                                "UserName", "free",
                                                "PolicyArn", "arn:aws:iam::aws:policy/own",
                                                "PermissionsBoundary",
                                                        "arn:aws:iam::aws:policy/X")));

        assertThat(keys.values("iam:permissionsboundary")).isNull();
        assertThat(keys.values("iam:policyarn")).containsExactly("arn:aws:iam::aws:policy/own");
    }

    private static QueryCall call(TestPeople.Person person, Map<String, String> parameters) {
        String query =
                parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&"));
        return new QueryCall(
                QueryParameters.of(Query.parse(query)),
                person.caller(QueryMatrixContract.HOME),
                new Actor("test", "test"));
    }

    private static Map<String, @Nullable List<String>> said(ConditionKeys keys) {
        var said = new HashMap<String, @Nullable List<String>>();
        KEYS.forEach(key -> said.put(key, keys.values(key)));
        return said;
    }
}
