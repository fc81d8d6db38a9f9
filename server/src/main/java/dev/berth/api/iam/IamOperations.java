package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryService;
import java.util.List;

/** Identity and Access Management: every operation of it that is here. */
public final class IamOperations {
    private static final String VERSION = "2010-05-08";

    private IamOperations() {}

    public static QueryService service() {
        return new QueryService(
                "iam", VERSION, "https://iam.amazonaws.com/doc/" + VERSION + "/", List.of());
    }
}
