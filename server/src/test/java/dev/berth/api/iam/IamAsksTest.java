package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Ask;
import dev.berth.access.Decision;
import dev.berth.policy.ConditionKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operations ask for before they do anything, and what they say to conditions. */
class IamAsksTest {
    private static final String ACCOUNT = "arn:aws:iam::000000000000:";
    private static final String TRUST =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";
    private static final String READ =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ecr:*\",\"Resource\":\"*\"}}";

    private final List<Ask> asked = new ArrayList<>();
    private ConditionKeys keys = ConditionKeys.none();
    private final IamHarness iam =
            new IamHarness((_, asks, given) -> {
                asked.addAll(asks);
                keys = given;
                return new Decision.Allowed();
            });

    @BeforeEach
    void make() {
        iam.call(
                Map.of(
                        "Action", "CreateRole",
                        "RoleName", "ci",
                        "Path", "/team/",
                        "PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess",
                        "AssumeRolePolicyDocument", TRUST));
        iam.call(Map.of("Action", "CreatePolicy", "PolicyName", "pull", "PolicyDocument", READ));
        asked.clear();
    }

    @AfterEach
    void close() {
        iam.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CreateRole, RoleName=new&Path=/x/, role/x/new",
        "GetRole, RoleName=CI, role/team/ci",
        "GetRole, RoleName=gone, role/gone",
        "ListRoles, '', role/",
        "ListRoles, PathPrefix=/team, role/team",
        "UpdateRole, RoleName=ci, role/team/ci",
        "UpdateAssumeRolePolicy, RoleName=ci, role/team/ci",
        "DeleteRole, RoleName=ci, role/team/ci",
        "PutRolePolicy, RoleName=ci, role/team/ci",
        "AttachRolePolicy, RoleName=ci, role/team/ci",
        "DeleteRolePermissionsBoundary, RoleName=ci, role/team/ci",
        "TagRole, RoleName=ci, role/team/ci",
        "CreatePolicy, PolicyName=new&Path=/x/, policy/x/new",
        "DeletePolicy, PolicyArn=arn:aws:iam::000000000000:policy/pull, policy/pull",
        "CreatePolicyVersion, PolicyArn=arn:aws:iam::000000000000:policy/pull, policy/pull",
        "TagPolicy, PolicyArn=arn:aws:iam::000000000000:policy/pull, policy/pull",
        "CreateOpenIDConnectProvider, Url=https://A.example.com/x, oidc-provider/a.example.com/x",
        "GetOpenIDConnectProvider, OpenIDConnectProviderArn=arn:aws:iam::000000000000:oidc-provider/a.b, oidc-provider/a.b",
        "ListOpenIDConnectProviders, '', oidc-provider/*",
        "SimulatePrincipalPolicy, PolicySourceArn=arn:aws:iam::000000000000:role/team/ci, role/team/ci",
        "GetContextKeysForPrincipalPolicy, PolicySourceArn=arn:aws:iam::000000000000:user/a, user/a",
    })
    void eachOperationAsksForItsOwnActionOnWhatItIsAbout(
            String operation, String form, String resource) {
        iam.call(call(operation, form));

        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().anyOf())
                .singleElement()
                .satisfies(action -> assertThat(action.iamName()).isEqualTo("iam:" + operation));
        assertThat(asked.getFirst().resource()).isEqualTo(ACCOUNT + resource);
    }

    @ParameterizedTest
    @CsvSource({
        "ListPolicies, ''",
        "ListAccountAliases, ''",
        "CreateAccountAlias, AccountAlias=acme",
        "GetAccountSummary, ''",
        "GetAccountAuthorizationDetails, ''",
        "SimulateCustomPolicy, ActionNames.member.1=ecr:PutImage",
    })
    void whatIsAboutTheAccountAsksOnEverything(String operation, String form) {
        iam.call(call(operation, form));

        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().resource()).isEqualTo("*");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateUser, UserName=new&Path=/x/, TagUser, user/x/new",
        "CreateRole, RoleName=new&Path=/x/, TagRole, role/x/new",
        "CreatePolicy, PolicyName=new&Path=/x/, TagPolicy, policy/x/new",
        "CreateOpenIDConnectProvider, Url=https://a.b, TagOpenIDConnectProvider, oidc-provider/a.b",
    })
    void whatIsMadeWithTagsAsksForTheRightToTagIt(
            String operation, String form, String tag, String resource) {
        iam.call(call(operation, form + "&Tags.member.1.Key=Team&Tags.member.1.Value=a"));

        assertThat(asked)
                .extracting(ask -> ask.anyOf().getFirst().iamName() + " " + ask.resource())
                .containsExactly(
                        "iam:" + operation + " " + ACCOUNT + resource,
                        "iam:" + tag + " " + ACCOUNT + resource);
        assertThat(keys.values("aws:requesttag/team")).containsExactly("a");
    }

    @Test
    void aPolicyOfAnotherAccountIsAskedForByItsArn() {
        iam.call(call("GetPolicy", "PolicyArn=arn:aws:iam::999999999999:policy/pull"));

        assertThat(asked.getFirst().resource()).isEqualTo("arn:aws:iam::999999999999:policy/pull");
    }

    @Test
    void conditionsSeeTheBoundaryOfWhomAChangeIsAbout() {
        iam.call(call("AttachRolePolicy", "RoleName=ci&PolicyArn=arn:aws:iam::aws:policy/X"));

        assertThat(keys.values("iam:permissionsboundary"))
                .containsExactly("arn:aws:iam::aws:policy/AdministratorAccess");
        assertThat(keys.values("iam:policyarn")).containsExactly("arn:aws:iam::aws:policy/X");
    }

    @Test
    void conditionsSeeTheBoundaryAndTagsThatAreAskedFor() {
        iam.call(
                call(
                        "CreateRole",
                        "RoleName=n&PermissionsBoundary=arn:aws:iam::aws:policy/Y&Tags.member.1.Key=Team&Tags.member.1.Value=a"));

        assertThat(keys.values("iam:permissionsboundary"))
                .containsExactly("arn:aws:iam::aws:policy/Y");
        assertThat(keys.values("aws:requesttag/team")).containsExactly("a");
        assertThat(keys.values("aws:tagkeys")).containsExactly("Team");
    }

    @Test
    void conditionsSeeNoBoundaryWhereThereIsNone() {
        iam.call(call("CreateRole", "RoleName=n"));

        assertThat(keys.values("iam:permissionsboundary")).isNull();
        assertThat(keys.values("aws:tagkeys")).isNull();
    }

    private static Map<String, String> call(String operation, String form) {
        var parameters = new HashMap<>(Map.of("Action", operation));
        for (String pair : form.isEmpty() ? new String[0] : form.split("&")) {
            int equals = pair.indexOf('=');
            parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return parameters;
    }
}
