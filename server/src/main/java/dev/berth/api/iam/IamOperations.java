package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryService;
import java.util.List;
import java.util.stream.Stream;

/** Identity and Access Management: every operation of it that is here. */
public final class IamOperations {
    private static final String VERSION = "2010-05-08";

    private IamOperations() {}

    public static QueryService service(IamFeatures features) {
        return new QueryService(
                "iam",
                VERSION,
                "https://iam.amazonaws.com/doc/" + VERSION + "/",
                Stream.of(
                                new UserOperations(features).all(),
                                new GroupOperations(features).all(),
                                new AccessKeyOperations(features).all(),
                                new RoleOperations(features).all(),
                                new PolicyOperations(features).all(),
                                new ProviderOperations(features).all(),
                                new AccountOperations(features).all(),
                                new SimulationOperations(features).all(),
                                new AbsentOperations(features).all())
                        .flatMap(List::stream)
                        .toList());
    }
}
