package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.Arn;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AwsManagedPoliciesTest {
    private final AwsManagedPolicies policies = AwsManagedPolicies.builtIn();

    @Test
    void areFoundByTheArnsOfAws() {
        assertThat(policies.all())
                .extracting(policy -> policy.arn().toString())
                .containsExactly(
                        "arn:aws:iam::aws:policy/AdministratorAccess",
                        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess",
                        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser",
                        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
                        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
                        "arn:aws:iam::aws:policy/IAMFullAccess",
                        "arn:aws:iam::aws:policy/IAMReadOnlyAccess");
        assertThat(policies.find(new Arn("aws", "iam", "", "aws", "policy/AdministratorAccess")))
                .isPresent();
        assertThat(policies.find(new Arn("aws", "iam", "", "aws", "policy/administratoraccess")))
                .isEmpty();
    }

    @Test
    void arePoliciesWithIdsOfTheirOwn() {
        for (ManagedPolicy policy : policies.all()) {
            assertThat(policy.id()).matches("ANPA[A-Z2-7]{17}");
            assertThat(policy.ofAws()).isTrue();
            assertThat(PolicyParser.parse(policy.effective().document(), PolicyKind.IDENTITY))
                    .isNotNull();
            assertThat(HeldPolicies.size(policy.effective().document())).isLessThan(6_144);
        }
        assertThat(policies.all().stream().map(ManagedPolicy::id).collect(Collectors.toSet()))
                .hasSize(policies.all().size());
    }

    @Test
    void whoMayOnlyPullMayNotAskForLayersThatHeWouldPush() {
        String pull =
                policies.find(
                                new Arn(
                                        "aws",
                                        "iam",
                                        "",
                                        "aws",
                                        "policy/AmazonEC2ContainerRegistryPullOnly"))
                        .orElseThrow()
                        .effective()
                        .document();

        assertThat(pull).contains("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");
        assertThat(Set.of("ecr:BatchCheckLayerAvailability", "ecr:PutImage"))
                .noneMatch(pull::contains);
    }
}
