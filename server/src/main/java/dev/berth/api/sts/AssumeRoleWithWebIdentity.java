package dev.berth.api.sts;

import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.access.Principal;
import dev.berth.access.Session;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.UnsignedOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.policy.ConditionKeys;
import dev.berth.session.NewSession;
import dev.berth.session.RoleRequest;
import dev.berth.session.RoleSessions;
import dev.berth.session.SessionContents;
import dev.berth.session.WebIdentities;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Credentials of a role for the bearer of a token, such as a job of CI or a pod. */
final class AssumeRoleWithWebIdentity implements UnsignedOperation {
    private static final int MIN_TOKEN = 4;
    private static final int MAX_TOKEN = 20_000;

    private final RoleSessions sessions;
    private final WebIdentities identities;

    AssumeRoleWithWebIdentity(RoleSessions sessions, WebIdentities identities) {
        this.sessions = sessions;
        this.identities = identities;
    }

    @Override
    public String name() {
        return "AssumeRoleWithWebIdentity";
    }

    @Override
    public Caller caller(QueryCall call) {
        QueryParameters parameters = call.parameters();
        return identities.caller(
                call.caller(),
                SessionInput.role(parameters),
                parameters.require("WebIdentityToken", MIN_TOKEN, MAX_TOKEN));
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
                .text("SubjectFromWebIdentityToken", identity(call).subject())
                .structure("AssumedRoleUser", SessionOutput.assumedRole(session.principal()))
                .number("PackedPolicySize", session.packedPercent())
                .text("Provider", claim(identity(call), "iss"))
                .text("Audience", claim(identity(call), "aud"))
                .text("SourceIdentity", session.sourceIdentity());
    }

    private static Principal.WebIdentity identity(QueryCall call) {
        return (Principal.WebIdentity) call.caller().principal(); // caller(…) made it so
    }

    private static @Nullable String claim(Principal.WebIdentity identity, String name) {
        List<String> values = identity.claim(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Tags and source identity are those that the issuer says, not the bearer. */
    private static RoleRequest request(QueryCall call) {
        QueryParameters parameters = call.parameters();
        Session granted = Objects.requireNonNull(call.caller().session());
        SessionContents given = SessionInput.contents(parameters, SessionInput.MAX_POLICY);
        return new RoleRequest(
                SessionInput.role(parameters),
                SessionInput.name(parameters, "RoleSessionName", 64),
                SessionInput.duration(parameters, SessionInput.LONGEST_OF_ROLE),
                null,
                granted.sourceIdentity(),
                new SessionContents(
                        given.policy(),
                        given.managedPolicies(),
                        granted.tags(),
                        Set.copyOf(granted.transitiveTags())));
    }
}
