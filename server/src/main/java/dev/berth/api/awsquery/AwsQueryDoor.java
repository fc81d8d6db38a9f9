package dev.berth.api.awsquery;

import dev.berth.access.AccessContext;
import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.access.SignatureAuthenticator.PendingCaller;
import dev.berth.api.edge.AccessLog;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.Door;
import dev.berth.api.edge.SignedRequests;
import dev.berth.http.Headers;
import dev.berth.http.Query;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** The Query protocol: who signed, which operation, whether it is allowed, and only then run it. */
public final class AwsQueryDoor implements Door {
    private static final int OK = 200;

    /** Much more than any form holds. */
    private static final int MAX_BODY = 64 << 10;

    /** What AWS says in place of a version that was not given. */
    private static final String NO_VERSION = "NO_VERSION_SPECIFIED";

    private final QueryService service;
    private final SignatureAuthenticator authenticator;
    private final Authorizer authorizer;
    private final BoundedBodies bodies;
    private final ClientViews clients;
    private final XmlAnswer xml;

    public AwsQueryDoor(
            QueryService service,
            SignatureAuthenticator authenticator,
            Authorizer authorizer,
            BoundedBodies bodies,
            ClientViews clients) {
        this.service = service;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.bodies = bodies;
        this.clients = clients;
        this.xml = new XmlAnswer(service.namespace());
    }

    @Override
    public Response answer(Request request, String requestId) {
        try {
            PendingCaller pending =
                    authenticator.begin(
                            SignedRequests.of(request, clients.of(request)), service.signingName());
            return answer(request, pending, requestId);
        } catch (ProblemException e) {
            return refused(QueryError.of(e.problem()), requestId);
        }
    }

    @Override
    public Response failure(String requestId) {
        return refused(QueryError.internal(requestId), requestId);
    }

    /** The form is taken apart only when it is known to be that of the caller. */
    private Response answer(Request request, PendingCaller pending, String requestId) {
        try (var body = bodies.read(request.body(), MAX_BODY)) {
            Caller caller = pending.finish(sha256(body.bytes()));
            AccessLog.caller(caller.principal().name());
            return dispatch(parameters(body.bytes()), caller, requestId);
        }
    }

    private static Query parameters(byte[] form) {
        return Query.parse(new String(form, StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] form) {
        return HexFormat.of().formatHex(DigestAlgorithm.SHA256.newMessageDigest().digest(form));
    }

    private Response dispatch(Query parameters, Caller caller, String requestId) {
        Optional<String> action = parameters.first("Action");
        if (action.isEmpty()) {
            return refused(QueryError.missingAction(), requestId);
        }
        String version = parameters.first("Version").orElse(NO_VERSION);
        Optional<QueryOperation> operation =
                version.equals(service.version()) ? service.find(action.get()) : Optional.empty();
        return operation
                .map(known -> run(known, parameters, caller, requestId))
                .orElseGet(
                        () -> refused(QueryError.unknownAction(action.get(), version), requestId));
    }

    private Response run(
            QueryOperation operation, Query parameters, Caller caller, String requestId) {
        authorizer.require(caller, operation.asks(parameters, caller), AccessContext.none());
        return answered(
                OK,
                xml.result(operation.name(), operation.run(parameters, caller), requestId),
                requestId);
    }

    private Response refused(QueryError error, String requestId) {
        return answered(error.status(), xml.error(error, requestId), requestId);
    }

    private static Response answered(int status, String document, String requestId) {
        return new Response(
                status,
                Headers.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId),
                ResponseBody.text(document));
    }
}
