package dev.berth.api.edge;

import dev.berth.http.Response;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;

/** How an answer says which policy denied, to those who may know. */
public final class Denials {
    private static final String HEADER = "X-Berth-Denied-By";

    private Denials() {}

    public static Response explained(Problem problem, Response answer) {
        return problem instanceof AccessProblem.AccessDenied denied && !denied.deniedBy().isEmpty()
                ? answer.withHeader(HEADER, denied.deniedBy())
                : answer;
    }
}
