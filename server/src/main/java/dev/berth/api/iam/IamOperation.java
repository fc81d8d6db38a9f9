package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.aws.Arn;
import dev.berth.policy.ConditionKeys;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An operation that is a few lines: it asks the action of its own name on one resource.
 *
 * @param ask finds out what it is about, and changes nothing
 * @param boundary the boundary of whom it is about, for {@code iam:PermissionsBoundary}; empty
 *     where there is none
 * @param inputs what of its own input conditions see
 */
record IamOperation(
        Action action,
        Function<QueryCall, Ask> ask,
        Function<QueryCall, String> boundary,
        Set<KeyInput> inputs,
        Function<QueryCall, QueryAnswer> answer)
        implements QueryOperation {
    IamOperation {
        inputs = Set.copyOf(inputs);
    }

    IamOperation(
            Action action, Function<QueryCall, Ask> ask, Function<QueryCall, QueryAnswer> answer) {
        this(action, ask, _ -> "", Set.of(), answer);
    }

    /** One that answers something. */
    static IamOperation telling(
            Action action,
            Function<QueryCall, Arn> resource,
            Function<QueryCall, QueryAnswer> answer) {
        return new IamOperation(action, call -> Ask.of(action, resource.apply(call)), answer);
    }

    /** One that is done, and has no more to say. */
    static IamOperation doing(
            Action action, Function<QueryCall, Arn> resource, Consumer<QueryCall> work) {
        return telling(action, resource, done(work));
    }

    /** One that is about the account as a whole. */
    static IamOperation ofAccount(Action action, Function<QueryCall, QueryAnswer> answer) {
        return new IamOperation(action, _ -> Ask.onEverything(action), answer);
    }

    /** The answer of work that has no result. */
    static Function<QueryCall, QueryAnswer> done(Consumer<QueryCall> work) {
        return call -> {
            work.accept(call);
            return QueryAnswer.done();
        };
    }

    /** The same about someone who may have a boundary. */
    IamOperation bounded(Function<QueryCall, String> boundaryOf) {
        return new IamOperation(action, ask, boundaryOf, inputs, answer);
    }

    /** The same with input that conditions see. */
    IamOperation showing(KeyInput... shown) {
        return new IamOperation(action, ask, boundary, Set.of(shown), answer);
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
        return new IamConditionKeys(call.parameters(), inputs, () -> boundary.apply(call));
    }

    @Override
    public QueryAnswer run(QueryCall call) {
        return answer.apply(call);
    }
}
