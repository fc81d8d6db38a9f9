package dev.berth.boot;

import dev.berth.aws.HostTemplate;
import dev.berth.http.HttpServer;
import dev.berth.http.engine.NettyServer;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.TimeOrderedIds;
import dev.berth.work.Job;
import dev.berth.work.JobRunner;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A running server: what {@link #start} has built and started, and {@link #close} stops. */
public final class Berth implements AutoCloseable {
    private static final Duration GRACE_OF_JOBS = Duration.ofSeconds(5);

    private final BerthConfig config;
    private final Names names;
    private final boolean firstStart;
    private final Parts parts;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Berth(BerthConfig config, Names names, boolean firstStart, Parts parts) {
        this.config = config;
        this.names = names;
        this.firstStart = firstStart;
        this.parts = parts;
    }

    public static Berth start(BerthConfig config) throws CannotStart, InterruptedException {
        return start(config, Clocks.system());
    }

    /** Answers when the server is ready; where it fails, what was started is stopped again. */
    public static Berth start(BerthConfig config, Clocks clocks)
            throws CannotStart, InterruptedException {
        var parts = new Parts();
        try {
            return start(config, clocks, parts);
        } catch (CannotStart | InterruptedException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Berth start(BerthConfig config, Clocks clocks, Parts parts)
            throws CannotStart, InterruptedException {
        var localNames = LocalNames.lookUp(config.home());
        var ids = new TimeOrderedIds(clocks.real());
        var storage = StorageWiring.open(config, clocks, parts);
        var metrics = MetricsWiring.create(config.metrics());
        var audit = AuditWiring.create(config, clocks, parts);
        var identity = IdentityWiring.create(config, storage.database(), clocks, ids, audit);
        var fileJobs = IdentitiesFileWiring.start(config, identity, storage.database());
        var tokens = TokenWiring.create(config, identity, storage.database(), clocks, ids, audit);
        var features =
                Features.create(
                        config.features(),
                        storage.database(),
                        storage.blobs(),
                        new Surroundings(
                                clocks,
                                ids,
                                identity.identities(),
                                audit,
                                metrics.collections(clocks)));
        var access =
                AccessWiring.create(
                        config, identity, tokens, features.repositories().facts(), audit, clocks);
        parts.add(features.layers().wanted()::flush);
        parts.add(features.uploads().rows()::writeBegun);
        var hosts = new AtomicReference<>(new HostTemplate("http", "localhost"));
        var handler = ApiWiring.create(config, identity, access, features, clocks, ids, hosts::get);

        parts.add(() -> features.pullTimes().flush()); // of the pulls since the job's last run
        parts.add(() -> identity.keyUses().flush());
        parts.add(() -> tokens.notes().flush());
        var jobs =
                new JobRunner(
                        Stream.of(
                                        features.jobs(),
                                        identity.jobs(tokens.revocations()::refresh),
                                        fileJobs,
                                        List.<Job>of(tokens.job()))
                                .flatMap(List::stream)
                                .toList());
        parts.add(() -> jobs.stop(GRACE_OF_JOBS));
        var server = new NettyServer(config.http(), handler, clocks.real());
        parts.add(() -> server.stop(config.stopGrace()));
        listen(server);
        metrics.listen(clocks, parts);
        var names = Names.of(config, server, localNames);
        hosts.set(names.hosts());
        boolean first = !ServerAddress.isKnown(config.data());
        write(names.address(), config);
        jobs.start();
        return new Berth(config, names, first, parts);
    }

    static void listen(HttpServer server) throws CannotStart {
        try {
            server.start();
        } catch (BindException e) {
            throw ListenFault.of(e);
        } catch (IOException e) {
            throw new CannotStart("cannot speak TLS: " + e.getMessage(), e);
        }
    }

    private static void write(ServerAddress address, BerthConfig config) throws CannotStart {
        try {
            address.write(config.data());
        } catch (IOException e) {
            throw new CannotStart(
                    "the data folder %s cannot be used: %s".formatted(config.data(), e), e);
        }
    }

    public BerthConfig config() {
        return config;
    }

    public ServerAddress address() {
        return names.address();
    }

    /** Whether no server of this data folder has listened before. */
    public boolean isFirstStart() {
        return firstStart;
    }

    /** Whether registries go by a short name because ECR's form does not resolve here. */
    public boolean lacksFullNames() {
        return names.lacksFullNames();
    }

    /** Returns once the server is stopped. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Lets requests under way end, for as long as the grace lasts, and stops everything. */
    @Override
    public void close() {
        parts.close();
        ended.countDown();
    }
}
