package dev.berth.repository;

import dev.berth.access.PolicyPrincipals;
import dev.berth.json.Json;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;

/** Texts of policies as they come in, are kept and go out. */
final class PolicyInput {
    private static final String MEMBER = "PolicyText";

    private final PolicyPrincipals principals;

    PolicyInput(PolicyPrincipals principals) {
        this.principals = principals;
    }

    /** The text to keep: valid, and with ids in place of names. {@code what} it is a policy of. */
    String kept(String text, PolicyKind kind, String what) {
        try {
            return principals.kept(PolicyParser.parse(text, kind));
        } catch (MalformedPolicyException e) {
            throw invalid(what, String.valueOf(e.getMessage()));
        }
    }

    /** As ECR writes it, with the names that principals have now. */
    String shown(String kept) {
        return Json.pretty(principals.shown(kept));
    }

    /** Clients know the refusal by its beginning; what follows is for who reads it. */
    static ProblemException invalid(String what, String fault) {
        return new ProblemException(
                new Problem.InvalidParameter(
                        MEMBER, "Invalid %s policy provided: %s".formatted(what, fault)));
    }
}
