package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.aws.Arn;
import dev.berth.policy.ConditionKeys;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An operation that is a few lines: it asks the action of its own name on one resource.
 *
 * @param ask finds out what it is about, and changes nothing
 * @param boundary the boundary of whom it is about, for {@code iam:PermissionsBoundary}; empty
 *     where there is none
 */
public record IamOperation(
        Action action,
        Function<QueryCall, Ask> ask,
        Function<QueryCall, String> boundary,
        Function<QueryCall, QueryAnswer> answer)
        implements QueryOperation {

    /** One that answers something. */
    public static IamOperation telling(
            Action action,
            Function<QueryCall, Arn> resource,
            Function<QueryCall, QueryAnswer> answer) {
        return new IamOperation(
                action, call -> Ask.of(action, resource.apply(call)), _ -> "", answer);
    }

    /** One that is done, and has no more to say. */
    public static IamOperation doing(
            Action action, Function<QueryCall, Arn> resource, Consumer<QueryCall> work) {
        return telling(action, resource, done(work));
    }

    /** One that is about the account as a whole. */
    public static IamOperation ofAccount(Action action, Function<QueryCall, QueryAnswer> answer) {
        return new IamOperation(action, _ -> Ask.onEverything(action), _ -> "", answer);
    }

    /** The answer of work that has no result. */
    public static Function<QueryCall, QueryAnswer> done(Consumer<QueryCall> work) {
        return call -> {
            work.accept(call);
            return QueryAnswer.done();
        };
    }

    /** The same about someone who may have a boundary. */
    public IamOperation bounded(Function<QueryCall, String> boundaryOf) {
        return new IamOperation(action, ask, boundaryOf, answer);
    }

    @Override
    public String name() {
        return action.iamName().substring(action.iamName().indexOf(':') + 1);
    }

    @Override
    public List<Ask> asks(QueryCall call) {
        return List.of(ask.apply(call));
    }

    @Override
    public ConditionKeys keys(QueryCall call) {
        return IamConditionKeys.of(call.parameters(), () -> boundary.apply(call));
    }

    @Override
    public QueryAnswer run(QueryCall call) {
        return answer.apply(call);
    }
}
