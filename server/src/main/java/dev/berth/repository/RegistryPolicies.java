package dev.berth.repository;

import dev.berth.access.PolicyPrincipals;
import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.policy.PolicyKind;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import java.util.Map;

/** The policies of registries: what is said of all their repositories, also of those to come. */
public final class RegistryPolicies {
    private static final int EVENT_VERSION = 1;
    private static final String RESOURCE = "*";

    private final Database database;
    private final RepositoryFacts facts;
    private final PolicyInput input;
    private final Outbox outbox;
    private final ResourcePolicyStore store = new ResourcePolicyStore();

    public RegistryPolicies(
            Database database, RepositoryFacts facts, PolicyPrincipals principals, Outbox outbox) {
        this.database = database;
        this.facts = facts;
        this.input = new PolicyInput(principals);
        this.outbox = outbox;
    }

    /** The text as it is shown from now on. Problems: InvalidParameter. */
    public String put(Registry registry, String text, Actor actor) {
        String kept = input.kept(text, PolicyKind.REGISTRY, "registry");
        return database.write(tx -> {
            store.put(tx, registry, kept);
            facts.forgetAfterCommit(tx, registry);
            append(tx, actor, "registry.policy-put", registry, kept);
            return input.shown(kept);
        });
    }

    /** Problems: RegistryPolicyUnknown. */
    public String require(Registry registry) {
        return database.read(tx -> store.find(tx, registry))
                .map(input::shown)
                .orElseThrow(() -> unknown(registry));
    }

    /** The text that was. Problems: RegistryPolicyUnknown. */
    public String delete(Registry registry, Actor actor) {
        return database.write(tx -> {
            String kept = store.remove(tx, registry).orElseThrow(() -> unknown(registry));
            facts.forgetAfterCommit(tx, registry);
            append(tx, actor, "registry.policy-deleted", registry, kept);
            return input.shown(kept);
        });
    }

    private void append(Tx tx, Actor actor, String type, Registry registry, String kept) {
        outbox.append(
                tx,
                actor,
                new Event(type, EVENT_VERSION, registry, RESOURCE, Map.of("policy", kept)));
    }

    private static ProblemException unknown(Registry registry) {
        return new ProblemException(new RepositoryProblem.RegistryPolicyUnknown(registry));
    }
}
