package dev.berth.api.sts;

import dev.berth.access.Ask;
import dev.berth.access.Principal;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.policy.ConditionKeys;
import dev.berth.session.NewSession;
import dev.berth.session.UserSessions;
import java.util.List;

/** Credentials for someone who has no user here, within what the caller may. */
final class GetFederationToken implements QueryOperation {
    private static final int MAX_NAME = 32;

    private final UserSessions sessions;

    GetFederationToken(UserSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "GetFederationToken";
    }

    @Override
    public List<Ask> asks(QueryCall call) {
        return sessions.asks(call.caller(), federation(call));
    }

    @Override
    public ConditionKeys keys(QueryCall call) {
        return sessions.keys(federation(call));
    }

    @Override
    public QueryAnswer run(QueryCall call) {
        NewSession<Principal.FederatedUser> session =
                sessions.federated(call.caller(), federation(call));
        Principal.FederatedUser user = session.principal();
        return XmlStructure.empty()
                .structure("Credentials", SessionOutput.credentials(session.credentials()))
                .structure(
                        "FederatedUser",
                        XmlStructure.empty()
                                .text("FederatedUserId", user.account() + ":" + user.userName())
                                .text("Arn", user.name()))
                .number("PackedPolicySize", session.packedPercent());
    }

    private static UserSessions.Federation federation(QueryCall call) {
        QueryParameters parameters = call.parameters();
        return new UserSessions.Federation(
                SessionInput.name(parameters, "Name", MAX_NAME),
                SessionInput.duration(parameters, SessionInput.LONGEST_OF_USER),
                SessionInput.contents(parameters, SessionInput.MAX_POLICY));
    }
}
