package dev.berth.api.iam;

import dev.berth.access.Ask;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.aws.Arn;
import dev.berth.policy.ConditionKeys;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An operation that gives someone another name or path. Both must be the caller's to change: a name
 * or a path may give rights.
 *
 * @param target what will be the ARN
 */
record Renaming(IamOperation operation, Function<QueryCall, Arn> target) implements QueryOperation {

    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public List<Ask> asks(QueryCall call) {
        return Stream.concat(
                        operation.asks(call).stream(),
                        Stream.of(Ask.of(operation.action(), target.apply(call))))
                .distinct()
                .toList();
    }

    @Override
    public ConditionKeys keys(QueryCall call) {
        return operation.keys(call);
    }

    @Override
    public QueryAnswer run(QueryCall call) {
        return operation.run(call);
    }
}
