package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedPoliciesTest {
    private static final String POLICY =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ecr:*\",\"Resource\":\"*\"}}";

    private final IamCalls iam = new IamCalls();

    @AfterEach
    void close() {
        iam.close();
    }

    @Test
    void policiesOfOneNameAreToldApart() {
        iam.call("CreateUser", "UserName", "ann");
        iam.call("CreatePolicy", "PolicyName", "AdministratorAccess", "PolicyDocument", POLICY);
        attach("arn:aws:iam::000000000000:policy/AdministratorAccess");
        attach("arn:aws:iam::aws:policy/AdministratorAccess");

        assertThat(
                        iam.call(
                                "SimulatePrincipalPolicy",
                                "PolicySourceArn",
                                "arn:aws:iam::000000000000:user/ann",
                                "ActionNames.member.1",
                                "ecr:PutImage"))
                .contains("<SourcePolicyType>aws-managed</SourcePolicyType>")
                .contains("<SourcePolicyType>user-managed</SourcePolicyType>");
    }

    private void attach(String policy) {
        iam.call("AttachUserPolicy", "UserName", "ann", "PolicyArn", policy);
    }
}
