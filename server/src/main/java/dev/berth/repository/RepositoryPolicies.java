package dev.berth.repository;

import dev.berth.access.PolicyPrincipals;
import dev.berth.access.ResourcePolicies.ResourceFacts;
import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.oci.RepositoryName;
import dev.berth.policy.PolicyKind;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import java.util.Map;
import java.util.function.Predicate;

/** The policies of repositories: who from elsewhere may do what in one, and who may not. */
public final class RepositoryPolicies {
    private static final int EVENT_VERSION = 1;
    private static final String KIND = "repository";

    private final Database database;
    private final Repositories repositories;
    private final RepositoryFacts facts;
    private final PolicyInput input;
    private final Outbox outbox;
    private final ResourcePolicyStore store = new ResourcePolicyStore();

    public RepositoryPolicies(
            Database database,
            Repositories repositories,
            PolicyPrincipals principals,
            Outbox outbox) {
        this.database = database;
        this.repositories = repositories;
        this.facts = repositories.facts();
        this.input = new PolicyInput(principals);
        this.outbox = outbox;
    }

    /**
     * The text as it is shown from now on. Problems: InvalidParameter, RepositoryUnknown.
     *
     * @param acceptable whether the caller can live with what the repository will say
     */
    public String set(
            Registry registry,
            RepositoryName name,
            String text,
            Predicate<ResourceFacts> acceptable,
            Actor actor) {
        repositories.require(registry, name);
        String kept = input.kept(text, PolicyKind.REPOSITORY, KIND);
        var arn = registry.repositoryArn(name.value());
        if (!acceptable.test(facts.of(arn, registry, RepositoryFacts.compiled(arn, kept)))) {
            throw PolicyInput.invalid(
                    KIND,
                    "it would not let you set a policy of this repository again, which takes force");
        }
        return repositories.change(
                registry,
                name,
                (tx, repository) -> {
                    store.put(tx, repository.id(), kept);
                    facts.forgetAfterCommit(tx, arn);
                    append(tx, actor, "repository.policy-set", repository, kept);
                    return input.shown(kept);
                });
    }

    /** Problems: RepositoryUnknown, RepositoryPolicyUnknown. */
    public String require(Registry registry, RepositoryName name) {
        Repository repository = repositories.require(registry, name);
        return database.read(tx -> store.find(tx, repository.id()))
                .map(input::shown)
                .orElseThrow(() -> unknown(registry, name));
    }

    /** The text that was. Problems: RepositoryUnknown, RepositoryPolicyUnknown. */
    public String delete(Registry registry, RepositoryName name, Actor actor) {
        return repositories.change(
                registry,
                name,
                (tx, repository) -> {
                    String kept =
                            store.find(tx, repository.id())
                                    .orElseThrow(() -> unknown(registry, name));
                    store.remove(tx, repository.id());
                    facts.forgetAfterCommit(tx, repository.arn());
                    append(tx, actor, "repository.policy-deleted", repository, kept);
                    return input.shown(kept);
                });
    }

    private void append(Tx tx, Actor actor, String type, Repository repository, String kept) {
        outbox.append(
                tx,
                actor,
                new Event(
                        type,
                        EVENT_VERSION,
                        repository.registry(),
                        repository.arn().toString(),
                        Map.of("policy", kept)));
    }

    private static ProblemException unknown(Registry registry, RepositoryName name) {
        return new ProblemException(new RepositoryProblem.RepositoryPolicyUnknown(name, registry));
    }
}
