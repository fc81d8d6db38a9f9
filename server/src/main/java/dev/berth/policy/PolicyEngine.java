package dev.berth.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides as IAM documents it: an explicit deny wins wherever it stands, then something has to
 * allow. Pure: the same policies and the same request give the same ruling.
 */
public final class PolicyEngine {
    /** Stands for the policies of an account's root user, which has none and may do everything. */
    private static final List<NamedPolicy> ROOT =
            List.of(
                    new NamedPolicy(
                            "root",
                            PolicySource.IDENTITY,
                            PolicyParser.parse(
                                    """
                                    {"Version": "2012-10-17", "Statement":
                                     {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
                                    """,
                                    PolicyKind.IDENTITY)));

    private PolicyEngine() {}

    public static Ruling decide(PolicySet policies, AccessRequest request) {
        return decideOnce(policies, request.withKeys(new RememberedKeys(request.keys())));
    }

    private static Ruling decideOnce(PolicySet policies, AccessRequest request) {
        Findings identity = Findings.of(identity(policies, request), request);
        if (identity.denied() != null) {
            return new Ruling.ExplicitDeny(identity.denied());
        }
        Findings boundary = Findings.of(boundary(policies), request);
        if (boundary.denied() != null) {
            return new Ruling.ExplicitDeny(boundary.denied());
        }
        Findings session = Findings.of(policies.session(), request);
        if (session.denied() != null) {
            return new Ruling.ExplicitDeny(session.denied());
        }
        Findings resource = Findings.of(policies.resource(), request);
        if (resource.denied() != null) {
            return new Ruling.ExplicitDeny(resource.denied());
        }
        PolicySource limit = null;
        if (policies.boundary() != null && boundary.allowed() == null) {
            limit = PolicySource.BOUNDARY;
        } else if (!policies.session().isEmpty() && session.allowed() == null) {
            limit = PolicySource.SESSION;
        }
        if (request.principal().account() == null) {
            return ofNoAccount(limit, resource);
        }
        return request.resourceAccount().equals(request.principal().account())
                ? withinAccount(identity, limit, resource, demandsTrust(policies))
                : acrossAccounts(identity, limit, resource);
    }

    /** The ruling with every statement that matched, not only the one that decided. */
    public static Explanation explain(PolicySet policies, AccessRequest request) {
        AccessRequest once = request.withKeys(new RememberedKeys(request.keys()));
        return new Explainer(once)
                .read(identity(policies, request))
                .read(boundary(policies))
                .read(policies.session())
                .read(policies.resource())
                .explanation(decideOnce(policies, once));
    }

    /** Identity or resource; whom the resource names exactly needs nothing else. */
    private static Ruling withinAccount(
            Findings identity, @Nullable PolicySource limit, Findings resource, boolean trust) {
        if (resource.allowed() != null && resource.strength() == PrincipalMatch.EXACT) {
            return new Ruling.Allowed(resource.allowed());
        }
        Match granted = identity.allowed();
        if (granted == null && resource.strength().compareTo(PrincipalMatch.ACCOUNT) > 0) {
            granted = resource.allowed();
        }
        if (granted == null) {
            return new Ruling.ImplicitDeny(PolicySource.IDENTITY);
        }
        if (limit != null) {
            return new Ruling.ImplicitDeny(limit);
        }
        return trust && resource.allowed() == null
                ? new Ruling.ImplicitDeny(PolicySource.RESOURCE)
                : new Ruling.Allowed(granted);
    }

    /** Both accounts have to agree. */
    private static Ruling acrossAccounts(
            Findings identity, @Nullable PolicySource limit, Findings resource) {
        if (identity.allowed() == null) {
            return new Ruling.ImplicitDeny(PolicySource.IDENTITY);
        }
        if (limit != null) {
            return new Ruling.ImplicitDeny(limit);
        }
        return resource.allowed() == null
                ? new Ruling.ImplicitDeny(PolicySource.RESOURCE)
                : new Ruling.Allowed(identity.allowed());
    }

    /** Only the resource can grant; a session that stands for a service stays within its bounds. */
    private static Ruling ofNoAccount(@Nullable PolicySource limit, Findings resource) {
        if (resource.allowed() == null) {
            return new Ruling.ImplicitDeny(PolicySource.RESOURCE);
        }
        return limit == null
                ? new Ruling.Allowed(resource.allowed())
                : new Ruling.ImplicitDeny(limit);
    }

    /** Who has no account has no identity policies, whatever the set holds. */
    private static List<NamedPolicy> identity(PolicySet policies, AccessRequest request) {
        return request.principal() instanceof RequestPrincipal.Root ? ROOT : policies.identity();
    }

    private static List<NamedPolicy> boundary(PolicySet policies) {
        return policies.boundary() == null ? List.of() : List.of(policies.boundary());
    }

    /** A role is assumed only by whom its trust policy names, be it by the account. */
    private static boolean demandsTrust(PolicySet policies) {
        for (NamedPolicy policy : policies.resource()) {
            if (policy.document().kind() == PolicyKind.TRUST) {
                return true;
            }
        }
        return false;
    }
}
