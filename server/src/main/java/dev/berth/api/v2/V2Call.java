package dev.berth.api.v2;

import dev.berth.access.Caller;
import dev.berth.api.edge.ClientView;
import dev.berth.api.edge.RequestKeys;
import dev.berth.aws.Registry;
import dev.berth.events.Actor;
import dev.berth.http.Headers;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;

/** A request whose caller and registry are known. */
record V2Call(
        Request request,
        V2Path path,
        Registry registry,
        Caller caller,
        ClientView client,
        String requestId) {

    /** What the request says to the conditions of policies. */
    ConditionKeys keys() {
        return RequestKeys.of(request);
    }

    String argument() {
        return path.argument();
    }

    Actor actor() {
        return new Actor(caller.principal().name(), requestId);
    }

    /** The digest that the path ends in. */
    Digest digest() {
        return Digest.tryParse(argument())
                .orElseThrow(() -> new ProblemException(new Problem.DigestInvalid(argument())));
    }

    Headers.Builder headers() {
        return V2Headers.of(requestId);
    }

    Response answer(int status, Headers.Builder headers) {
        return Response.of(status, headers.build());
    }

    /** An absolute address in a repository, as the client sees this server. */
    String location(RepositoryName name, String rest) {
        return client.origin() + "/v2/" + name.value() + rest;
    }
}
