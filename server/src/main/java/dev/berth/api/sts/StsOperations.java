package dev.berth.api.sts;

import dev.berth.api.awsquery.QueryService;
import java.util.List;

/** The Security Token Service: every operation of it that is here. */
public final class StsOperations {
    private static final String VERSION = "2011-06-15";

    private StsOperations() {}

    public static QueryService service() {
        return new QueryService(
                "sts",
                VERSION,
                "https://sts.amazonaws.com/doc/" + VERSION + "/",
                List.of(new GetCallerIdentity()));
    }
}
