package dev.berth.api.iam;

import dev.berth.aws.Arn;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Held;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.ManagedPolicy;
import dev.berth.identity.Owner;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyDocument;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies of a simulation as they are gathered, with the words for where each is from. */
final class SimulatedPolicies {
    private static final String GIVEN = "none";

    private final AwsManagedPolicies ofAws;
    private final AccountSnapshot account;
    private final List<NamedPolicy> identity = new ArrayList<>();
    private final List<NamedPolicy> resource = new ArrayList<>();

    /** Of each policy itself: an account's own may have the name of one of AWS's. */
    private final IdentityHashMap<NamedPolicy, String> types = new IdentityHashMap<>();

    private @Nullable NamedPolicy boundary;

    SimulatedPolicies(AwsManagedPolicies ofAws, AccountSnapshot account) {
        this.ofAws = ofAws;
        this.account = account;
    }

    List<NamedPolicy> identity() {
        return identity;
    }

    List<NamedPolicy> resource() {
        return resource;
    }

    @Nullable NamedPolicy boundary() {
        return boundary;
    }

    /** {@code SourcePolicyType} of a policy. */
    String type(NamedPolicy policy) {
        return types.getOrDefault(policy, GIVEN);
    }

    /** What someone holds. */
    void addHeld(Owner owner, Held held) {
        String kind = owner.kind().word();
        held.inline()
                .forEach((name, text) ->
                        identity.add(
                                named(
                                        kind + "_" + owner.name() + "_" + name,
                                        kind,
                                        PolicySource.IDENTITY,
                                        parsed(name, text, PolicyKind.IDENTITY))));
        held.attached().forEach(arn -> identity.add(managed(arn, PolicySource.IDENTITY)));
    }

    void setBoundary(@Nullable String arn) {
        boundary = arn == null ? null : managed(arn, PolicySource.BOUNDARY);
    }

    /** Policies that the call itself brings, in {@code member}. */
    void addGiven(String member, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            String name = member + "." + (i + 1);
            identity.add(
                    named(
                            name,
                            GIVEN,
                            PolicySource.IDENTITY,
                            parsed(name, texts.get(i), PolicyKind.IDENTITY)));
        }
    }

    /** In place of the one that there is. */
    void setGivenBoundary(String member, List<String> texts) {
        if (texts.size() > 1) {
            throw invalid("%s may hold one policy.".formatted(member));
        }
        for (String text : texts) {
            String name = member + ".1";
            boundary =
                    named(
                            name,
                            GIVEN,
                            PolicySource.BOUNDARY,
                            parsed(name, text, PolicyKind.IDENTITY));
        }
    }

    void setResourcePolicy(String text) {
        resource.add(
                named(
                        "ResourcePolicy",
                        "resource",
                        PolicySource.RESOURCE,
                        parsed("ResourcePolicy", text, PolicyKind.REPOSITORY)));
    }

    private NamedPolicy managed(String text, PolicySource source) {
        Arn arn = Arn.tryParse(text).orElseThrow(() -> new IllegalStateException(text));
        ManagedPolicy policy =
                ofAws.find(arn)
                        .or(() -> account.policy(arn))
                        .orElseThrow(() -> ManagedPolicies.unknown(arn));
        return named(
                policy.name(),
                policy.ofAws() ? "aws-managed" : "user-managed",
                source,
                parsed(text, policy.effective().document(), PolicyKind.IDENTITY));
    }

    private NamedPolicy named(
            String name, String type, PolicySource source, PolicyDocument document) {
        var policy = new NamedPolicy(name, source, document);
        types.put(policy, type);
        return policy;
    }

    static PolicyDocument parsed(String name, String text, PolicyKind kind) {
        try {
            return PolicyParser.parse(text, kind);
        } catch (MalformedPolicyException e) {
            throw invalid("%s: %s".formatted(name, e.getMessage()));
        }
    }

    static ProblemException invalid(String message) {
        return new ProblemException(
                new AccessProblem.Identity(IdentityFault.INVALID_INPUT, message));
    }
}
