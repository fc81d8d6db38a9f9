package dev.berth.identity;

import dev.berth.access.Directory.Standing;
import dev.berth.aws.Arn;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What those of one snapshot are allowed by themselves; put together when first asked for. */
final class Standings {
    private final AccountSnapshot account;
    private final AwsManagedPolicies ofAws;
    private final PolicyTexts texts;
    private final ConcurrentHashMap<String, Standing> known = new ConcurrentHashMap<>();

    Standings(AccountSnapshot account, AwsManagedPolicies ofAws, PolicyTexts texts) {
        this.account = account;
        this.ofAws = ofAws;
        this.texts = texts;
    }

    AccountSnapshot account() {
        return account;
    }

    Optional<Standing> ofRoot() {
        return account.rootDisabled()
                ? Optional.empty()
                : Optional.of(new Standing(List.of(), Optional.empty(), Map.of()));
    }

    Optional<Standing> ofUser(String id) {
        return account.userOf(id).map(user -> known.computeIfAbsent(id, _ -> of(user)));
    }

    Optional<Standing> ofRole(String id) {
        return account.roleOf(id).map(role -> known.computeIfAbsent(id, _ -> of(role)));
    }

    /** A policy of the account or of AWS. */
    Optional<NamedPolicy> managed(Arn arn, PolicySource source) {
        return ofAws.find(arn)
                .or(() -> account.policy(arn))
                .map(policy ->
                        new NamedPolicy(
                                arn.toString(),
                                source,
                                texts.compiled(
                                        policy.effective().document(), PolicyKind.IDENTITY)));
    }

    private Standing of(User user) {
        var policies = new ArrayList<NamedPolicy>();
        addHeld(policies, user.owner(), user.held());
        account.groupsOf(user).forEach(group -> addHeld(policies, group.owner(), group.held()));
        return new Standing(policies, boundary(user.boundary()), user.held().tags());
    }

    private Standing of(Role role) {
        var policies = new ArrayList<NamedPolicy>();
        addHeld(policies, role.owner(), role.held());
        return new Standing(policies, boundary(role.boundary()), role.held().tags());
    }

    private void addHeld(List<NamedPolicy> policies, Owner owner, Held held) {
        held.inline()
                .forEach((name, text) ->
                        policies.add(
                                new NamedPolicy(
                                        owner.kind().word() + "/" + owner.name() + "/" + name,
                                        PolicySource.IDENTITY,
                                        texts.compiled(text, PolicyKind.IDENTITY))));
        held.attached().forEach(arn -> policies.add(require(arn, PolicySource.IDENTITY)));
    }

    private Optional<NamedPolicy> boundary(@Nullable String arn) {
        return Optional.ofNullable(arn).map(known -> require(known, PolicySource.BOUNDARY));
    }

    /** What is missing might have denied: better no decision than one without it. */
    private NamedPolicy require(String arn, PolicySource source) {
        return Arn.tryParse(arn)
                .flatMap(parsed -> managed(parsed, source))
                .orElseThrow(() -> new IllegalStateException("no such managed policy: " + arn));
    }
}
