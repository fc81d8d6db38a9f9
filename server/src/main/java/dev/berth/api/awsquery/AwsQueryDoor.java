package dev.berth.api.awsquery;

import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.Principal;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.access.TokenScope;
import dev.berth.api.edge.AccessLog;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientView;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.Denials;
import dev.berth.api.edge.Door;
import dev.berth.api.edge.RequestKeys;
import dev.berth.api.edge.SignedRequests;
import dev.berth.aws.QueryText;
import dev.berth.aws.Registry;
import dev.berth.events.Actor;
import dev.berth.http.Headers;
import dev.berth.http.Query;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.WouldBlock;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The Query protocol: who signed, which operation of which service, whether it is allowed, and only
 * then run it. The parameters are a form's, or stand in the address of a GET or a signed link.
 */
public final class AwsQueryDoor implements Door {
    private static final int OK = 200;

    /** Several policies of the largest size, with their escapes. */
    private static final int MAX_BODY = 256 << 10;

    /** Of whom nothing is known yet: enough for the longest token of an OIDC issuer. */
    private static final int MAX_UNSIGNED_BODY = 64 << 10;

    /** What AWS says in place of a version that was not given. */
    private static final String NO_VERSION = "NO_VERSION_SPECIFIED";

    private final QueryServices services;
    private final Registry home;
    private final SignatureAuthenticator authenticator;
    private final Authorizer authorizer;
    private final BoundedBodies bodies;
    private final ClientViews clients;

    /**
     * The door of these services, of which the first answers whoever names none.
     *
     * @param home what requests without a credential are about
     */
    public AwsQueryDoor(
            List<QueryService> services,
            Registry home,
            SignatureAuthenticator authenticator,
            Authorizer authorizer,
            BoundedBodies bodies,
            ClientViews clients) {
        this.services = new QueryServices(services);
        this.home = home;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.bodies = bodies;
        this.clients = clients;
    }

    @Override
    public Response answer(Request request, String requestId) {
        WouldBlock.unlessMayBlock();
        return ClaimedService.isSigned(request) || !services.takeUnsigned()
                ? signed(request, requestId)
                : unsigned(request, requestId);
    }

    @Override
    public Response failure(String requestId) {
        return refused(services.services().getFirst(), QueryError.internal(requestId), requestId);
    }

    /** The parameters are taken apart only when they are known to be those of the caller. */
    private Response signed(Request request, String requestId) {
        QueryService service = services.ofCredential(request);
        try {
            var pending =
                    authenticator.begin(
                            SignedRequests.of(request, clients.of(request)), service.signingName());
            Caller caller;
            QueryParameters parameters;
            try (var body = bodies.read(request.body(), MAX_BODY)) {
                caller = pending.finish(sha256(body.bytes()));
                parameters = parameters(request, body.bytes());
            }
            AccessLog.caller(caller.principal().name());
            if (ClaimedService.isPresigned(request)) {
                requireOpenToLinks(service, parameters);
            }
            return dispatch(service, call(parameters, caller, requestId), RequestKeys.of(request));
        } catch (ProblemException e) {
            return Denials.explained(
                    e.problem(), refused(service, QueryError.of(e.problem()), requestId));
        }
    }

    private static void requireOpenToLinks(QueryService service, QueryParameters parameters) {
        QueryOperation operation = operation(service, parameters).orElse(null);
        if (operation != null && !operation.isOpenToLinks()) {
            throw new ProblemException(
                    new AccessProblem.AccessDenied(
                            "Cannot call %s with a signature in the query string"
                                    .formatted(operation.name())));
        }
    }

    private Response unsigned(Request request, String requestId) {
        QueryService service = services.services().getFirst();
        try {
            QueryParameters parameters;
            // the room is free again before an issuer is asked for its keys
            try (var body = bodies.read(request.body(), MAX_UNSIGNED_BODY)) {
                parameters = parameters(request, body.bytes());
            }
            service = services.ofVersion(parameters);
            if (operation(service, parameters).orElse(null) instanceof UnsignedOperation) {
                return dispatch(
                        service,
                        call(parameters, anonymous(clients.of(request)), requestId),
                        RequestKeys.of(request));
            }
            throw new ProblemException(new AccessProblem.CredentialMissing());
        } catch (ProblemException e) {
            return Denials.explained(
                    e.problem(), refused(service, QueryError.of(e.problem()), requestId));
        }
    }

    private Caller anonymous(ClientView client) {
        return new Caller(
                new Principal.Anonymous(),
                null,
                null,
                home,
                new TokenScope.Full(),
                client.address(),
                client.tls());
    }

    private static QueryCall call(QueryParameters parameters, Caller caller, String requestId) {
        return new QueryCall(parameters, caller, new Actor(caller.principal().name(), requestId));
    }

    private static QueryParameters parameters(Request request, byte[] form) {
        String body = new String(form, StandardCharsets.UTF_8);
        if (request.method().equals("GET")) {
            return QueryParameters.of(ofAddress(request));
        }
        Query parameters = Query.parse(body);
        return QueryParameters.of(
                ClaimedService.isPresigned(request)
                        ? ofAddress(request).and(parameters)
                        : parameters);
    }

    /** Read as signatures read it, so that nothing means more than what was signed. */
    private static Query ofAddress(Request request) {
        return new Query(
                QueryText.parse(request.rawQuery()).stream()
                        .map(pair -> new Query.Parameter(pair.name(), pair.value()))
                        .toList());
    }

    private static String sha256(byte[] form) {
        return HexFormat.of().formatHex(DigestAlgorithm.SHA256.newMessageDigest().digest(form));
    }

    private static Optional<QueryOperation> operation(
            QueryService service, QueryParameters parameters) {
        return parameters
                .find("Version")
                .filter(service.version()::equals)
                .flatMap(_ -> parameters.find("Action"))
                .flatMap(service::find);
    }

    private Response dispatch(QueryService service, QueryCall call, ConditionKeys keys) {
        Optional<String> action = call.parameters().find("Action");
        if (action.isEmpty()) {
            return refused(service, QueryError.missingAction(), call.actor().requestId());
        }
        return operation(service, call.parameters())
                .map(known -> run(service, known, call, keys))
                .orElseGet(() ->
                        refused(
                                service,
                                QueryError.unknownAction(
                                        action.get(),
                                        call.parameters().find("Version").orElse(NO_VERSION)),
                                call.actor().requestId()));
    }

    private Response run(
            QueryService service, QueryOperation operation, QueryCall signed, ConditionKeys keys) {
        QueryCall call =
                operation instanceof UnsignedOperation unsigned
                        ? signed.by(unsigned.caller(signed))
                        : signed;
        AccessLog.caller(call.caller().principal().name());
        List<Ask> asks = operation.asks(call);
        authorizer.require(call.caller(), asks, operation.keys(call).and(keys));
        String requestId = call.actor().requestId();
        return answered(
                OK,
                new XmlAnswer(service.namespace())
                        .result(operation.name(), operation.run(call.allowed(asks)), requestId),
                requestId);
    }

    private static Response refused(QueryService service, QueryError error, String requestId) {
        return answered(
                error.status(),
                new XmlAnswer(service.namespace()).error(error, requestId),
                requestId);
    }

    private static Response answered(int status, String document, String requestId) {
        return new Response(
                status,
                Headers.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId),
                ResponseBody.text(document));
    }
}
