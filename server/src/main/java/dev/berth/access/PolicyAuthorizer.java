package dev.berth.access;

import dev.berth.access.ResourcePolicies.ResourceFacts;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.AccessRequest;
import dev.berth.policy.ConditionKeys;
import dev.berth.policy.Explanation;
import dev.berth.policy.PolicyEngine;
import dev.berth.policy.PolicySet;
import dev.berth.policy.PolicySource;
import dev.berth.policy.Ruling;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the policies of caller, session and resource as they are at this moment. Everything
 * comes from memory: each request passes here, on the thread that read it.
 */
public final class PolicyAuthorizer implements Authorizer {
    private static final Decision ALLOWED = new Decision.Allowed();

    /** What everyone may who has proved to be someone. */
    private static final Set<String> FREE = Set.of("sts:GetCallerIdentity", "sts:GetSessionToken");

    private final CallerPolicies callers;
    private final ResourceSide resources;
    private final InstantSource clock;
    private final String organization;

    /**
     * @param organization the id of the one that all accounts here are in; empty for none
     */
    public PolicyAuthorizer(
            Directory directory,
            ResourcePolicies resources,
            InstantSource clock,
            String organization) {
        this.callers = new CallerPolicies(directory);
        this.resources = new ResourceSide(directory, resources);
        this.clock = clock;
        this.organization = organization;
    }

    @Override
    public Decision authorize(Caller caller, List<Ask> asks, ConditionKeys keys) {
        return decide(caller, asks, keys, null);
    }

    @Override
    public Decision rehearse(Caller caller, Ask ask, ConditionKeys keys, ResourceFacts instead) {
        return decide(caller, List.of(ask), keys, instead);
    }

    private Decision decide(
            Caller caller, List<Ask> asks, ConditionKeys keys, @Nullable ResourceFacts instead) {
        if (asks.isEmpty()) {
            return new Decision.Denied("Nothing was asked, so nothing is allowed");
        }
        Optional<CallerRights> rights = callers.of(caller);
        for (Ask ask : asks) {
            Decision.Denied denied = denied(caller, rights.orElse(null), ask, keys, instead);
            if (denied != null) {
                return denied;
            }
        }
        return ALLOWED;
    }

    /** Null where one of the actions is allowed; else the denial of the first. */
    private Decision.@Nullable Denied denied(
            Caller caller,
            @Nullable CallerRights rights,
            Ask ask,
            ConditionKeys keys,
            @Nullable ResourceFacts instead) {
        AccountId owner = owner(ask.arn(), caller);
        String resource = ask.resource();
        Decision.Denied first = null;
        for (Action action : ask.anyOf()) {
            Decision.Denied denied =
                    denied(
                            new Asked(caller, action, ask.arn(), resource, owner),
                            rights,
                            keys,
                            instead);
            if (denied == null) {
                return null;
            }
            if (first == null) {
                first = denied;
            }
        }
        return first;
    }

    private Decision.@Nullable Denied denied(
            Asked asked,
            @Nullable CallerRights rights,
            ConditionKeys keys,
            @Nullable ResourceFacts instead) {
        Decision early = early(asked, rights);
        if (early != null || rights == null) {
            return early instanceof Decision.Denied denied ? denied : null;
        }
        ResourceFacts facts = instead == null ? resources.of(asked) : instead;
        return denied(
                asked,
                PolicyEngine.decide(
                        policies(asked, rights, facts),
                        request(asked, rights, keys(asked, rights, facts, keys))));
    }

    /** The same decision with all that led to it; what is assumed wins over what is so. */
    public Explained explain(
            Caller caller, Action action, @Nullable Arn arn, ConditionKeys assumed) {
        var ask = new Ask(List.of(action), arn);
        var asked = new Asked(caller, action, arn, ask.resource(), owner(arn, caller));
        CallerRights rights = callers.of(caller).orElse(null);
        Decision early = early(asked, rights);
        if (early != null || rights == null) {
            return Explained.early(early == null ? ALLOWED : early);
        }
        ResourceFacts facts = resources.of(asked);
        PolicySet policies = policies(asked, rights, facts);
        ConditionKeys keys = keys(asked, rights, facts, ConditionKeys.none());
        Explanation explanation =
                PolicyEngine.explain(policies, request(asked, rights, assumed.and(keys)));
        Decision.Denied denied = denied(asked, explanation.ruling());
        return Explained.of(denied == null ? ALLOWED : denied, policies, explanation);
    }

    /** What is decided before any policy is looked at; null where these decide. */
    private static @Nullable Decision early(Asked asked, @Nullable CallerRights rights) {
        Caller caller = asked.caller();
        String refusal = SessionLimits.refusal(caller, asked.name());
        if (refusal != null) {
            return asked.refused(refusal);
        }
        if (!caller.scope().allows(asked.action(), asked.resource())) {
            return asked.missing(PolicySource.SESSION, "scope of the token");
        }
        if (FREE.contains(asked.name())) {
            return ALLOWED;
        }
        return rights == null ? asked.missing(PolicySource.IDENTITY, "principal of this id") : null;
    }

    private static PolicySet policies(Asked asked, CallerRights rights, ResourceFacts facts) {
        return rights.with(asked.isRootSettingItsPolicy() ? List.of() : facts.policies());
    }

    private ConditionKeys keys(
            Asked asked, CallerRights rights, ResourceFacts facts, ConditionKeys ofRequest) {
        return new DecisionKeys(
                asked.caller(),
                rights.tags(),
                facts,
                asked.owner(),
                clock.instant(),
                organization,
                ofRequest);
    }

    private static AccessRequest request(Asked asked, CallerRights rights, ConditionKeys keys) {
        return new AccessRequest(
                asked.name(), asked.resource(), asked.owner(), rights.principal(), keys);
    }

    private static Decision.@Nullable Denied denied(Asked asked, Ruling ruling) {
        return switch (ruling) {
            case Ruling.Allowed _ -> null;
            case Ruling.ExplicitDeny deny -> asked.denied(deny);
            case Ruling.ImplicitDeny deny -> asked.denied(deny);
        };
    }

    /** What names no account belongs to the caller's. */
    private static AccountId owner(@Nullable Arn resource, Caller caller) {
        AccountId own = caller.registry().account();
        if (resource == null || resource.account().equals(own.value())) {
            return own;
        }
        return AccountId.tryParse(resource.account()).orElse(own);
    }
}
