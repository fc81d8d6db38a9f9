package dev.berth.boot;

import dev.berth.api.awsquery.AwsQueryDoor;
import dev.berth.api.ecr.EcrOperations;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.FrontDoor;
import dev.berth.api.iam.IamOperations;
import dev.berth.api.sts.StsOperations;
import dev.berth.api.v2.V2Door;
import dev.berth.api.v2.V2Routes;
import dev.berth.aws.HostTemplate;
import dev.berth.http.Handler;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import java.util.List;
import java.util.function.Supplier;

/** The front doors. */
final class ApiWiring {
    private ApiWiring() {}

    /** {@code hosts} is asked at each call: the port is known only once the server listens. */
    static Handler create(
            BerthConfig config,
            IdentityWiring identity,
            AccessWiring access,
            Features features,
            Clocks clocks,
            IdSource ids,
            Supplier<HostTemplate> hosts) {
        var clients =
                new ClientViews(
                        address ->
                                config.trustedProxies().stream()
                                        .anyMatch(range -> range.contains(address)),
                        config.forwardedHeader());
        // one budget for all doors: it bounds what all clients together can make the server hold
        var bodies =
                new BoundedBodies(
                        config.limits().bodiesInMemory().bytes(),
                        BoundedBodies.DEFAULT_PATIENCE,
                        clocks.real());
        var v2 =
                new V2Door(
                        access.tokens().registry(),
                        access.authorizer(),
                        clients,
                        new V2Routes(features.v2(access.authorizer(), bodies)));
        var ecr =
                EcrOperations.door(
                        features.ecr(
                                access.authorizer(), access.tokens(), hosts, Version.current()),
                        access.signatures(),
                        access.authorizer(),
                        bodies,
                        clients);
        var query =
                new AwsQueryDoor(
                        List.of(
                                StsOperations.service(access.sts()),
                                IamOperations.service(identity.iam())),
                        config.home(),
                        access.signatures(),
                        access.authorizer(),
                        bodies,
                        clients);
        return new FrontDoor(v2, ecr, query, ids, config.logging().requests());
    }
}
