package dev.berth.boot;

import dev.berth.aws.HostTemplate;
import dev.berth.aws.Registry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether names of ECR's form below {@code localhost} lead to this machine. Some resolvers answer
 * every such name, others none; one that does not answer in time counts as none.
 */
final class LocalNames {
    static final String TEMPLATE = "{account}.dkr.ecr.{region}.localhost";
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final CompletableFuture<Boolean> resolves = new CompletableFuture<>();

    private LocalNames() {}

    /** Begins to look the name up, so that the rest of the start need not wait for it. */
    static LocalNames lookUp(Registry registry) {
        var names = new LocalNames();
        String host = new HostTemplate("http", TEMPLATE).host(registry);
        Thread.ofPlatform()
                .daemon()
                .name("local-names")
                .start(() -> names.resolves.complete(isLoopback(host)));
        return names;
    }

    private static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException _) {
            return false;
        }
    }

    boolean resolve() throws InterruptedException {
        try {
            return resolves.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
