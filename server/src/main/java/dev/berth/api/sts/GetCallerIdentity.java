package dev.berth.api.sts;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlMember;
import dev.berth.http.Query;
import java.util.List;

/**
 * Tells a caller who he is. Nobody needs a permission for it, which the authorizer knows: the
 * question is asked all the same, so that no operation has a way around it.
 */
final class GetCallerIdentity implements QueryOperation {

    @Override
    public String name() {
        return "GetCallerIdentity";
    }

    @Override
    public List<Ask> asks(Query parameters, Caller caller) {
        return List.of(Ask.onEverything(Action.STS_GET_CALLER_IDENTITY));
    }

    @Override
    public List<XmlMember> run(Query parameters, Caller caller) {
        return List.of(
                new XmlMember("Arn", caller.principal().name()),
                new XmlMember(
                        "UserId",
                        caller.principal().uniqueId().orElseGet(caller.principal()::name)),
                new XmlMember("Account", caller.registry().account().toString()));
    }
}
