package dev.berth.api.awsjson;

import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.api.edge.AccessLog;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.Denials;
import dev.berth.api.edge.Door;
import dev.berth.api.edge.RequestKeys;
import dev.berth.api.edge.SignedRequests;
import dev.berth.events.Actor;
import dev.berth.http.Headers;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way in for one service that speaks AWS's JSON 1.1 protocol. In this order: the target names
 * an operation, the signature's key and scope are good, the body is read, the signature is good,
 * the input is valid, the caller may, the operation runs.
 */
public final class AwsJsonDoor implements Door {
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final byte[] EMPTY_INPUT = {'{', '}'};

    private final String service;
    private final Operations operations;
    private final Function<Problem, WireError> errors;
    private final SignatureAuthenticator authenticator;
    private final Authorizer authorizer;
    private final BoundedBodies bodies;
    private final ClientViews clients;

    /**
     * The door of one service.
     *
     * @param service what the scope of a signature must name, such as {@code ecr}
     * @param errors how the service spells a problem
     */
    public AwsJsonDoor(
            String service,
            Operations operations,
            Function<Problem, WireError> errors,
            SignatureAuthenticator authenticator,
            Authorizer authorizer,
            BoundedBodies bodies,
            ClientViews clients) {
        this.service = service;
        this.operations = operations;
        this.errors = errors;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.bodies = bodies;
        this.clients = clients;
    }

    @Override
    public Response answer(Request request, String requestId) {
        Optional<Operation<?, ?>> operation =
                request.method().equals("POST") && request.path().equals("/")
                        ? request.headers().first("X-Amz-Target").flatMap(operations::find)
                        : Optional.empty();
        return operation
                .map(found -> answer(found, request, requestId))
                .orElseGet(() ->
                        refusal(
                                WireError.UNKNOWN_OPERATION,
                                "The operation is not known",
                                Map.of(),
                                requestId));
    }

    private <Q, R> Response answer(Operation<Q, R> operation, Request request, String requestId) {
        try {
            var client = clients.of(request);
            var pending = authenticator.begin(SignedRequests.of(request, client), service);
            try (var body = bodies.read(request.body(), operation.inputLimit())) {
                Caller caller = pending.finish(sha256(body.bytes()));
                AccessLog.caller(caller.principal().name());
                var actor = new Actor(caller.principal().name(), requestId);
                Q input = input(operation, body.bytes());
                var keys = RequestKeys.of(request);
                var plan = operation.plan(input, new Call(caller, actor, client.origin(), keys));
                authorizer.require(caller, plan.asks(), plan.keys().and(keys));
                return run(plan, requestId);
            }
        } catch (ProblemException e) {
            return refusal(e.problem(), Map.of(), requestId);
        } catch (JsonFault e) {
            return refusal(WireError.SERIALIZATION, message(e), Map.of(), requestId);
        }
    }

    @Override
    public Response failure(String requestId) {
        return refusal(
                WireError.SERVER,
                "The server failed to answer the request with id " + requestId,
                Map.of(),
                requestId);
    }

    private <R> Response run(Plan<R> plan, String requestId) {
        try {
            return response(200, plan.run().get(), requestId);
        } catch (ProblemException e) {
            return refusal(e.problem(), plan.errorMembers().apply(e.problem()), requestId);
        }
    }

    private static <Q> Q input(Operation<Q, ?> operation, byte[] body) throws JsonFault {
        return Json.read(body.length == 0 ? EMPTY_INPUT : body, operation.requestType());
    }

    private static String sha256(byte[] body) {
        return HexFormat.of().formatHex(DigestAlgorithm.SHA256.newMessageDigest().digest(body));
    }

    private static String message(JsonFault fault) {
        return switch (fault.kind()) {
            case SYNTAX -> "The request is not valid JSON";
            case SHAPE ->
                    fault.path().isEmpty()
                            ? "The request is not a JSON object"
                            : "The member '%s' has a value of another type".formatted(fault.path());
            case BASE64 -> "The member '%s' is not valid base64".formatted(fault.path());
        };
    }

    private Response refusal(Problem problem, Map<String, Object> members, String requestId) {
        return Denials.explained(
                problem, refusal(errors.apply(problem), problem.message(), members, requestId));
    }

    private static Response refusal(
            WireError error, String message, Map<String, Object> members, String requestId) {
        var content = new LinkedHashMap<String, Object>();
        content.put("__type", error.code());
        content.put("message", message);
        content.putAll(members);
        return response(error.status(), content, requestId);
    }

    private static Response response(int status, Object content, String requestId) {
        return new Response(
                status,
                Headers.of("x-amzn-RequestId", requestId, "Content-Type", CONTENT_TYPE),
                new ResponseBody.Bytes(ByteBuffer.wrap(Json.write(content))));
    }
}
