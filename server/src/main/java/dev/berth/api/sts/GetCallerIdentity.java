package dev.berth.api.sts;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Principal;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
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
    public List<Ask> asks(QueryCall call) {
        return List.of(Ask.onEverything(Action.STS_GET_CALLER_IDENTITY));
    }

    @Override
    public boolean isOpenToLinks() {
        return true;
    }

    @Override
    public QueryAnswer run(QueryCall call) {
        Principal principal = call.caller().principal();
        return XmlStructure.empty()
                .text("Arn", principal.name())
                .text("UserId", principal.uniqueId().orElseGet(principal::name))
                .text("Account", call.caller().registry().account().toString());
    }
}
