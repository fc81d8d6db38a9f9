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
import dev.berth.session.RoleRequest;
import dev.berth.session.RoleSessions;
import java.util.List;

/** Credentials of a role, for whom the role trusts and who may. */
final class AssumeRole implements QueryOperation {
    /** The model bounds it by what it takes packed alone; this bounds the work. */
    private static final int MAX_POLICY = 10_240;

    private final RoleSessions sessions;

    AssumeRole(RoleSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "AssumeRole";
    }

    @Override
    public List<Ask> asks(QueryCall call) {
        return sessions.asks(call.caller(), request(call));
    }

    @Override
    public ConditionKeys keys(QueryCall call) {
        return sessions.keys(call.caller(), request(call));
    }

    @Override
    public QueryAnswer run(QueryCall call) {
        NewSession<Principal.AssumedRole> session = sessions.assume(call.caller(), request(call));
        return XmlStructure.empty()
                .structure("Credentials", SessionOutput.credentials(session.credentials()))
                .structure("AssumedRoleUser", SessionOutput.assumedRole(session.principal()))
                .number("PackedPolicySize", session.packedPercent())
                .text("SourceIdentity", session.sourceIdentity());
    }

    private static RoleRequest request(QueryCall call) {
        QueryParameters parameters = call.parameters();
        SessionInput.refuseMultiFactorCodes(parameters);
        return new RoleRequest(
                SessionInput.role(parameters),
                SessionInput.name(parameters, "RoleSessionName", 64),
                SessionInput.duration(parameters, SessionInput.LONGEST_OF_ROLE),
                SessionInput.externalId(parameters),
                SessionInput.sourceIdentity(parameters),
                SessionInput.contents(parameters, MAX_POLICY));
    }
}
