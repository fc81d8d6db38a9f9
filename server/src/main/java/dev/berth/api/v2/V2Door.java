package dev.berth.api.v2;

import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.RegistryTokens;
import dev.berth.access.TokenScope;
import dev.berth.api.edge.AccessLog;
import dev.berth.api.edge.ClientView;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.Door;
import dev.berth.aws.HostTemplate;
import dev.berth.aws.Registry;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.util.Optional;

/**
 * The OCI distribution protocol: who calls, which registry is meant, which route; the route's asks
 * are allowed before anything of the request's body is read or anything is done.
 */
public final class V2Door implements Door {
    private final V2Authentication authentication;
    private final Authorizer authorizer;
    private final ClientViews clients;
    private final V2Routes routes;

    public V2Door(
            RegistryTokens tokens, Authorizer authorizer, ClientViews clients, V2Routes routes) {
        this.authentication = new V2Authentication(tokens);
        this.authorizer = authorizer;
        this.clients = clients;
        this.routes = routes;
    }

    @Override
    public Response answer(Request request, String requestId) {
        ClientView client = clients.of(request);
        try {
            Optional<Caller> caller = authentication.caller(request, client);
            if (caller.isEmpty()) {
                return challenge(client, requestId);
            }
            AccessLog.caller(caller.get().principal().name());
            return switch (V2Path.parse(request.path())) {
                case V2Path.Parsed.Known known ->
                        route(
                                new V2Call(
                                        request,
                                        known.path(),
                                        registry(client, caller.get()),
                                        caller.get(),
                                        client,
                                        requestId));
                case V2Path.Parsed.BadName bad -> badName(bad.name(), requestId);
                case V2Path.Parsed.Unknown _ ->
                        V2Errors.answer(
                                OciError.NO_SUCH_PATH,
                                "The registry has no such address",
                                V2Headers.of(requestId));
            };
        } catch (ProblemException e) {
            return V2Errors.answer(e.problem(), requestId);
        }
    }

    @Override
    public Response failure(String requestId) {
        return V2Errors.answer(
                OciError.INTERNAL,
                "Internal failure, request id " + requestId,
                V2Headers.of(requestId));
    }

    private Response route(V2Call call) {
        Optional<V2Routes.Route> route = routes.find(call.path().shape(), call.request().method());
        if (route.isEmpty()) {
            return V2Errors.answer(
                    OciError.UNSUPPORTED,
                    "The method is not allowed at this address",
                    call.headers().add("Allow", routes.methods(call.path().shape())));
        }
        requireScope(call);
        if (call.path().shape() != V2Path.Shape.BASE) { // whoever has a token may know it is good
            authorizer.require(call.caller(), route.get().asks().of(call), call.keys());
        }
        return route.get().endpoint().answer(call);
    }

    /** A host of ECR's form names the registry; under any other host the token does. */
    private static Registry registry(ClientView client, Caller caller) {
        Optional<Registry> named = HostTemplate.registryOf(client.host());
        if (named.isEmpty()) {
            return caller.registry();
        }
        if (!named.get().region().equals(caller.registry().region())) {
            throw new ProblemException(
                    new AccessProblem.AccessDenied(
                            "Your authorization token is for the region '%s', this is a registry in '%s'. Reauthenticate and try again."
                                    .formatted(caller.registry().region(), named.get().region())));
        }
        return named.get();
    }

    /** The token of a download address opens that one blob, and nothing else. */
    private static void requireScope(V2Call call) {
        boolean within =
                switch (call.caller().scope()) {
                    case TokenScope.Full _, TokenScope.Limited _ -> true; // the authorizer's
                    case TokenScope.Layer layer ->
                            call.path().shape() == V2Path.Shape.BLOB
                                    && (call.request().method().equals("GET")
                                            || call.request().isHead())
                                    && call.registry().equals(call.caller().registry())
                                    && layer.reaches(call.path().repositoryName(), call.digest());
                };
        if (!within) {
            throw new ProblemException(
                    new AccessProblem.AccessDenied(
                            "The token of this address is for the download of another layer"));
        }
    }

    private static Response challenge(ClientView client, String requestId) {
        return new Response(
                401,
                V2Headers.of(requestId)
                        .add(
                                "Www-Authenticate",
                                "Basic realm=\"%s/\",service=\"ecr.amazonaws.com\""
                                        .formatted(client.origin()))
                        .add("Content-Type", V2Headers.TEXT)
                        .build(),
                ResponseBody.text("Not Authorized\n"));
    }

    private static Response badName(String name, String requestId) {
        var problem = new Problem.InvalidParameter("repositoryName", broken(name));
        return V2Errors.answer(OciError.NAME_INVALID, problem.message(), V2Headers.of(requestId));
    }

    private static String broken(String name) {
        if (name.length() < RepositoryName.MIN_LENGTH) {
            return "Member must have length greater than or equal to " + RepositoryName.MIN_LENGTH;
        }
        if (name.length() > RepositoryName.MAX_LENGTH) {
            return "Member must have length less than or equal to " + RepositoryName.MAX_LENGTH;
        }
        return "must satisfy regular expression '" + RepositoryName.GRAMMAR + "'";
    }
}
