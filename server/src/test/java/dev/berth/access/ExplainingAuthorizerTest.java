package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ExplainingAuthorizerTest {
    private static final AccountId ACCOUNT = new AccountId("111111111111");
    private static final AccountId OTHER = new AccountId("222222222222");
    private static final Registry HOME = new Registry(ACCOUNT, new Region("us-east-1"));
    private static final List<Ask> ASKS =
            List.of(Ask.of(Action.ECR_PUT_IMAGE, HOME.repositoryArn("app")));

    private final List<Decision.Denied> noted = new ArrayList<>();

    @Test
    void tellsTheOwnersCallersWhatDenied() {
        assertThat(refusal(ACCOUNT, true)).isEqualTo("implicit-deny; no identity-based policy");
    }

    @Test
    void tellsStrangersNothing() {
        assertThat(refusal(OTHER, true)).isEmpty();
    }

    @Test
    void tellsNobodyWhereItIsSwitchedOff() {
        assertThat(refusal(ACCOUNT, false)).isEmpty();
    }

    @Test
    void notesEveryRefusalAndNoQuestion() {
        var authorizer = authorizer(ACCOUNT, true);

        authorizer.authorize(caller(ACCOUNT), ASKS, ConditionKeys.none());

        assertThat(noted).isEmpty();

        refusal(ACCOUNT, true);

        assertThat(noted).extracting(Decision.Denied::reason).containsExactly("no");
    }

    @Test
    void refusesOnAThreadThatMayWrite() throws Exception {
        var task =
                new FutureTask<>(() -> {
                    authorizer(ACCOUNT, true).require(caller(ACCOUNT), ASKS, ConditionKeys.none());
                    return "";
                });
        new Loop(task).start();

        assertThatThrownBy(task::get).hasCauseInstanceOf(WouldBlock.class);
        assertThat(noted).isEmpty();
    }

    private String refusal(AccountId callersAccount, boolean explains) {
        var refused =
                catchThrowableOfType(
                        ProblemException.class,
                        () ->
                                authorizer(ACCOUNT, explains)
                                        .require(
                                                caller(callersAccount),
                                                ASKS,
                                                ConditionKeys.none()));
        assertThat(refused.problem().message()).isEqualTo("no");
        return ((AccessProblem.AccessDenied) refused.problem()).deniedBy();
    }

    private ExplainingAuthorizer authorizer(AccountId owner, boolean explains) {
        var cause = DenialCause.missing("ecr:PutImage", "app", owner, "identity-based policy");
        return new ExplainingAuthorizer(
                (_, _, _) -> new Decision.Denied("no", cause),
                (_, denied) -> noted.add(denied),
                explains);
    }

    private static Caller caller(AccountId account) {
        return new Caller(
                new Principal.Root(account),
                null,
                null,
                HOME,
                new TokenScope.Full(),
                InetAddress.getLoopbackAddress(),
                false);
    }

    private static final class Loop extends Thread implements MemoryOnlyThread {
        Loop(Runnable work) {
            super(work);
        }
    }
}
