package dev.berth.api.sts;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Principal;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.session.NewSession;
import dev.berth.session.UserSessions;
import java.util.List;

/** Credentials of the caller himself that end by themselves. */
final class GetSessionToken implements QueryOperation {
    private final UserSessions sessions;

    GetSessionToken(UserSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "GetSessionToken";
    }

    @Override
    public List<Ask> asks(QueryCall call) {
        return List.of(Ask.onEverything(Action.STS_GET_SESSION_TOKEN));
    }

    @Override
    public QueryAnswer run(QueryCall call) {
        SessionInput.refuseMultiFactorCodes(call.parameters());
        NewSession<Principal> session =
                sessions.ofCaller(
                        call.caller(),
                        SessionInput.duration(call.parameters(), SessionInput.LONGEST_OF_USER));
        return XmlStructure.empty()
                .structure("Credentials", SessionOutput.credentials(session.credentials()));
    }
}
