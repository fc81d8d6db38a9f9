package dev.berth.repository;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.WouldBlock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Create, find, change and delete repositories. */
public final class Repositories {
    private static final int CACHED = 20_000;
    private static final int EVENT_VERSION = 1;

    /** The tag by which the owner of a repository lets its manifests have gaps. */
    private static final String ALLOW_SPARSE = "berth:allow-sparse";

    /** What a repository is created with. */
    public record NewRepository(
            RepositoryName name,
            TagMutability tagMutability,
            boolean scanOnPush,
            Map<String, String> tags) {
        public NewRepository {
            tags = Map.copyOf(tags);
        }
    }

    private record Key(Registry registry, RepositoryName name) {}

    private final Database database;
    private final Outbox outbox;
    private final Clocks clocks;
    private final Quotas quotas;
    private final List<RepositoryContents> contents;
    private final RepositoryStore store = new RepositoryStore();
    private final ResourceTagStore tagStore = new ResourceTagStore();
    private final ResourcePolicyStore policyStore = new ResourcePolicyStore();
    private final RepositoryFacts facts;
    private final Cache<Key, @Nullable Repository> cache =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    /**
     * @param contents of the other features, asked and cleared when a repository is deleted
     */
    public Repositories(
            Database database,
            Outbox outbox,
            Clocks clocks,
            Quotas quotas,
            List<RepositoryContents> contents) {
        this.database = database;
        this.outbox = outbox;
        this.clocks = clocks;
        this.quotas = quotas;
        this.contents = List.copyOf(contents);
        this.facts = new RepositoryFacts(database, store);
    }

    /** What decisions need to know of repositories. */
    public RepositoryFacts facts() {
        return facts;
    }

    /** Problems: RepositoryExists, QuotaExceeded, InvalidResourceTag, TooManyResourceTags. */
    public Repository create(Registry registry, NewRepository wanted, Actor actor) {
        ResourceTags.check(wanted.tags());
        ResourceTags.checkCount(wanted.tags().size(), quotas.tagsPerRepository());
        Instant now = clocks.business().instant().truncatedTo(ChronoUnit.MILLIS);
        return database.write(tx -> {
            var created =
                    new Repository(
                            store.nextId(tx),
                            registry,
                            wanted.name(),
                            now,
                            wanted.tagMutability(),
                            wanted.scanOnPush(),
                            1);
            if (!store.insert(tx, created)) {
                throw new ProblemException(
                        new RepositoryProblem.RepositoryExists(wanted.name(), registry));
            }
            if (store.countRepositories(tx, registry, 1) > quotas.repositoriesPerRegistry()) {
                throw new ProblemException(
                        new Problem.QuotaExceeded(
                                "repositories in a registry", quotas.repositoriesPerRegistry()));
            }
            wanted.tags().forEach((key, value) -> tagStore.put(tx, created.id(), key, value));
            append(tx, actor, "repository.created", created, settings(created));
            return created;
        });
    }

    /** From memory where it can; may throw WouldBlock. */
    public Optional<Repository> find(Registry registry, RepositoryName name) {
        var key = new Key(registry, name);
        Repository known = cache.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        WouldBlock.unlessMayBlock();
        // Loaded inside of the cache, which makes an invalidation wait for a load under way: a load
        // that still saw the old row cannot leave it behind after its change was confirmed.
        return Optional.ofNullable(
                cache.get(
                        key,
                        _ -> database.read(tx -> store.find(tx, registry, name)).orElse(null)));
    }

    /** The same; RepositoryUnknown where there is none. */
    public Repository require(Registry registry, RepositoryName name) {
        return find(registry, name).orElseThrow(() -> unknown(registry, name));
    }

    /** By name in byte order, those behind {@code after}, at most {@code limit}. */
    public List<Repository> list(Registry registry, @Nullable RepositoryName after, int limit) {
        return database.read(tx -> store.list(tx, registry, after, limit));
    }

    /** Problems: RepositoryUnknown, RepositoryNotEmpty without {@code force}. */
    public Repository delete(Registry registry, RepositoryName name, boolean force, Actor actor) {
        return change(
                registry,
                name,
                (tx, repository) -> {
                    long id = repository.id();
                    if (!force && contents.stream().anyMatch(part -> part.holdsImages(tx, id))) {
                        throw new ProblemException(
                                new RepositoryProblem.RepositoryNotEmpty(name, registry));
                    }
                    contents.forEach(part -> part.forget(tx, id));
                    tagStore.removeAll(tx, id);
                    policyStore.remove(tx, id);
                    facts.forgetAfterCommit(tx, repository.arn());
                    store.delete(tx, id);
                    forgetAfterCommit(tx, repository);
                    store.countRepositories(tx, registry, -1);
                    append(tx, actor, "repository.deleted", repository, Map.of("force", force));
                    return repository;
                });
    }

    public Repository changeTagMutability(
            Registry registry, RepositoryName name, TagMutability tagMutability, Actor actor) {
        return changeSettings(
                registry, name, old -> with(old, tagMutability, old.scanOnPush()), actor);
    }

    public Repository changeScanOnPush(
            Registry registry, RepositoryName name, boolean scanOnPush, Actor actor) {
        return changeSettings(
                registry, name, old -> with(old, old.tagMutability(), scanOnPush), actor);
    }

    /** Whether manifests may name layers and children that are not here. */
    public boolean allowsSparse(Tx tx, Repository repository) {
        return "true".equals(tagStore.find(tx, repository.id()).get(ALLOW_SPARSE));
    }

    public Map<String, String> tags(Repository repository) {
        return database.read(tx -> tagStore.find(tx, repository.id()));
    }

    /** Adds tags or overwrites their values. */
    public void tag(Registry registry, RepositoryName name, Map<String, String> tags, Actor actor) {
        ResourceTags.check(tags);
        changeTags(
                registry,
                name,
                (tx, repository) ->
                        tags.forEach((key, value) -> tagStore.put(tx, repository.id(), key, value)),
                actor);
    }

    public void untag(Registry registry, RepositoryName name, Set<String> keys, Actor actor) {
        changeTags(
                registry,
                name,
                (tx, repository) -> keys.forEach(key -> tagStore.remove(tx, repository.id(), key)),
                actor);
    }

    /**
     * The one way to change what is in a repository: a durable transaction that first locks the
     * repository's row, gives its version a step, and once it is committed lets the cache hold the
     * row as it was locked: a push asks for it again at once. RepositoryUnknown where there is
     * none.
     */
    public <T> T change(
            Registry registry, RepositoryName name, BiFunction<Tx, Repository, T> work) {
        return database.write(tx -> change(tx, registry, name, work));
    }

    /** The same within a durable transaction, for those who may find that nothing is to change. */
    public <T> T change(
            Tx tx, Registry registry, RepositoryName name, BiFunction<Tx, Repository, T> work) {
        Repository locked =
                store.lock(tx, registry, name).orElseThrow(() -> unknown(registry, name));
        tx.afterCommit(() -> cache.put(new Key(registry, name), locked));
        return work.apply(tx, locked);
    }

    /**
     * Locks a repository for the rest of a transaction that changes nothing which anyone caches by
     * its version; false when it is gone.
     */
    public boolean lock(Tx tx, long id) {
        return store.lock(tx, id);
    }

    private Repository changeSettings(
            Registry registry, RepositoryName name, UnaryOperator<Repository> change, Actor actor) {
        return change(
                registry,
                name,
                (tx, old) -> {
                    Repository changed = change.apply(old);
                    if (!changed.equals(old)) {
                        store.updateSettings(
                                tx, old.id(), changed.tagMutability(), changed.scanOnPush());
                        forgetAfterCommit(tx, old);
                        append(tx, actor, "repository.changed", changed, settings(changed));
                    }
                    return changed;
                });
    }

    private void changeTags(
            Registry registry,
            RepositoryName name,
            BiConsumer<Tx, Repository> change,
            Actor actor) {
        change(
                registry,
                name,
                (tx, repository) -> {
                    Map<String, String> before = tagStore.find(tx, repository.id());
                    change.accept(tx, repository);
                    Map<String, String> after = tagStore.find(tx, repository.id());
                    ResourceTags.checkCount(after.size(), quotas.tagsPerRepository());
                    if (!after.equals(before)) {
                        facts.forgetAfterCommit(tx, repository.arn());
                        append(tx, actor, "repository.changed", repository, Map.of("tags", after));
                    }
                    return repository;
                });
    }

    private static Repository with(Repository old, TagMutability tagMutability, boolean scan) {
        return new Repository(
                old.id(),
                old.registry(),
                old.name(),
                old.createdAt(),
                tagMutability,
                scan,
                old.version());
    }

    private static Map<String, Object> settings(Repository repository) {
        TagMutability tagMutability = repository.tagMutability();
        return Map.of(
                "tagMutability",
                tagMutability.mode().name(),
                "tagExclusions",
                tagMutability.exclusions().stream().map(TagFilter::text).toList(),
                "scanOnPush",
                repository.scanOnPush());
    }

    /** For those who change the row beyond what {@link #change} knows of it. */
    private void forgetAfterCommit(Tx tx, Repository repository) {
        tx.afterCommit(() -> cache.invalidate(new Key(repository.registry(), repository.name())));
    }

    private void append(
            Tx tx, Actor actor, String type, Repository repository, Map<String, Object> detail) {
        outbox.append(
                tx,
                actor,
                new Event(
                        type,
                        EVENT_VERSION,
                        repository.registry(),
                        repository.arn().toString(),
                        detail));
    }

    private static ProblemException unknown(Registry registry, RepositoryName name) {
        return new ProblemException(new RepositoryProblem.RepositoryUnknown(name, registry));
    }
}
