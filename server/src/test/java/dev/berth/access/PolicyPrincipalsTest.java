package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyFault;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyPrincipalsTest {
    private static final String ALICE = "arn:aws:iam::111122223333:user/team/alice";
    private static final String CI = "arn:aws:iam::111122223333:role/ci";
    private static final String ALICE_ID = "AIDAALICEALICEALICE23";
    private static final String CI_ID = "AROACICICICICICICICI2";

    private final Map<String, String> ids = new HashMap<>(Map.of(ALICE, ALICE_ID, CI, CI_ID));
    private final PolicyPrincipals principals = new PolicyPrincipals(new Names());

    @Test
    void keepsUsersAndRolesByTheirIdsAndShowsThemByTheirArns() {
        String text = trust("[\"%s\", \"%s\"]".formatted(ALICE, CI));

        String kept = kept(text);

        assertThat(kept).isEqualTo(trust("[\"%s\", \"%s\"]".formatted(ALICE_ID, CI_ID)));
        assertThat(principals.shown(kept)).isEqualTo(text);
    }

    @Test
    void keepsPrincipalsOfEveryStatementInWhateverShape() {
        String text =
                """
                {"Statement": [
                  {"Effect": "Deny", "NotPrincipal": {"AWS": "%1$s"}, "Action": "sts:AssumeRole"},
                  {"Effect": "Allow", "Principal": {"AWS": "%1$s", "Service": "ec2.amazonaws.com"},
                   "Action": "sts:AssumeRole",
                   "Condition": {"StringEquals": {"aws:PrincipalArn": "%1$s"}}}]}
                """;

        assertThat(kept(text.formatted(ALICE)))
                .isEqualTo(
                        text.replaceFirst("%1\\$s", ALICE_ID)
                                .replaceFirst("%1\\$s", ALICE_ID)
                                .formatted(ALICE));
    }

    @Test
    void keepsAccountsAsTheirRoots() {
        assertThat(kept(trust("[\"111122223333\", \"arn:aws:iam::111122223333:root\"]")))
                .isEqualTo(
                        trust(
                                "[\"arn:aws:iam::111122223333:root\", \"arn:aws:iam::111122223333:root\"]"));
    }

    @Test
    void keepsEveryoneAndSessionsAsTheyAre() {
        String sessions =
                trust(
                        "[\"*\", \"arn:aws:sts::111122223333:assumed-role/ci/s\", \"arn:aws:sts::111122223333:federated-user/f\"]");

        assertThat(kept(sessions)).isEqualTo(sessions);
        assertThat(
                        kept(
                                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}"))
                .contains("\"Principal\":\"*\"");
    }

    @Test
    void showsWhoIsGoneByTheId() {
        String kept = kept(trust("[\"%s\", \"%s\"]".formatted(ALICE, CI)));
        ids.remove(ALICE);

        assertThat(principals.shown(kept))
                .isEqualTo(trust("[\"%s\", \"%s\"]".formatted(ALICE_ID, CI)));
    }

    @Test
    void isAnotherOneUnderTheSameName() {
        String kept = kept(trust("\"" + ALICE + "\""));
        ids.put(ALICE, "AIDANEWNEWNEWNEWNEW23");

        assertThat(kept).isEqualTo(trust("\"" + ALICE_ID + "\""));
        assertThat(principals.shown(kept)).isEqualTo(kept);
    }

    @Test
    void namesEveryPrincipalThatIsNotThere() {
        String text =
                trust(
                        "[\"%s\", \"arn:aws:iam::111122223333:user/alice\", \"arn:aws:iam::444455556666:root\", \"AIDAGONEGONEGONEGONE2\"]"
                                .formatted(ALICE));

        assertThatThrownBy(() -> kept(text))
                .isInstanceOfSatisfying(
                        MalformedPolicyException.class,
                        e ->
                                assertThat(e.faults())
                                        .containsExactly(
                                                new PolicyFault(
                                                        "Statement[0].Principal.AWS[1]",
                                                        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/alice\""),
                                                new PolicyFault(
                                                        "Statement[0].Principal.AWS[2]",
                                                        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::444455556666:root\""),
                                                new PolicyFault(
                                                        "Statement[0].Principal.AWS[3]",
                                                        "Invalid principal in policy: \"AWS\":\"AIDAGONEGONEGONEGONE2\"")));
    }

    private String kept(String text) {
        return principals.kept(PolicyParser.parse(text, PolicyKind.TRUST));
    }

    private static String trust(String names) {
        return "{ \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": %s},\n \"Action\": \"sts:AssumeRole\"}]}"
                .formatted(names);
    }

    /** Knows one account, and names. */
    private final class Names implements Directory {
        @Override
        public Optional<String> idOf(Arn principal) {
            return Optional.ofNullable(ids.get(principal.toString()));
        }

        @Override
        public Optional<Arn> arnOf(String uniqueId) {
            return ids.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(uniqueId))
                    .findFirst()
                    .flatMap(entry -> Arn.tryParse(entry.getKey()));
        }

        @Override
        public boolean exists(AccountId account) {
            return account.value().equals("111122223333");
        }

        @Override
        public Optional<KeyHolder> key(String accessKeyId) {
            return Optional.empty();
        }

        @Override
        public Optional<Standing> standing(Principal principal) {
            return Optional.empty();
        }

        @Override
        public Optional<NamedPolicy> managedPolicy(Arn arn) {
            return Optional.empty();
        }

        @Override
        public Optional<RoleFacts> role(Arn arn) {
            return Optional.empty();
        }

        @Override
        public Map<String, String> tags(Arn resource) {
            return Map.of();
        }
    }
}
