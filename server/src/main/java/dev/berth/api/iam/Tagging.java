package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.policy.ConditionKeys;
import java.util.List;

/**
 * An operation that makes something, with tags where the call gives some. Who gives tags must be
 * allowed to: a tag may give rights.
 *
 * @param tag what is asked then, on what is to be made
 */
record Tagging(IamOperation operation, Action tag) implements QueryOperation {

    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public List<Ask> asks(QueryCall call) {
        Ask make = operation.ask().apply(call);
        return call.parameters().structures("Tags").isEmpty()
                ? List.of(make)
                : List.of(make, new Ask(List.of(tag), make.arn()));
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
