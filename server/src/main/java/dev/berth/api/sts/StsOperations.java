package dev.berth.api.sts;

import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.QueryService;
import java.util.List;

/** The Security Token Service: every operation of it that is here. */
public final class StsOperations {
    private static final String VERSION = "2011-06-15";

    private StsOperations() {}

    public static QueryService service(StsFeatures features) {
        return new QueryService(
                "sts",
                VERSION,
                "https://sts.amazonaws.com/doc/" + VERSION + "/",
                List.<QueryOperation>of(
                        new AssumeRole(features.roles()),
                        new AssumeRoleWithWebIdentity(features.roles(), features.webIdentities()),
                        new GetCallerIdentity(),
                        new GetFederationToken(features.users()),
                        new GetSessionToken(features.users())));
    }
}
