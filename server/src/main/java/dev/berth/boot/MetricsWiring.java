package dev.berth.boot;

import dev.berth.collect.CollectionListener;
import dev.berth.collect.CollectionMetrics;
import dev.berth.config.ListenAddress;
import dev.berth.http.HttpConfig;
import dev.berth.http.engine.NettyServer;
import dev.berth.runtime.Clocks;
import dev.berth.telemetry.Metrics;
import dev.berth.telemetry.MetricsHandler;
import java.time.Duration;
import java.util.List;

/** Metrics and their listener: nothing at all where no setting asks for them. */
sealed interface MetricsWiring {

    static MetricsWiring create(List<ListenAddress> addresses) {
        return addresses.isEmpty() ? new Off() : new On(addresses, new Metrics());
    }

    CollectionListener collections(Clocks clocks);

    void listen(Clocks clocks, Parts parts) throws CannotStart;

    record Off() implements MetricsWiring {
        @Override
        public CollectionListener collections(Clocks clocks) {
            return CollectionListener.NONE;
        }

        @Override
        public void listen(Clocks clocks, Parts parts) {}
    }

    record On(List<ListenAddress> addresses, Metrics metrics) implements MetricsWiring {
        @Override
        public CollectionListener collections(Clocks clocks) {
            return new CollectionMetrics(metrics, clocks.real());
        }

        @Override
        public void listen(Clocks clocks, Parts parts) throws CannotStart {
            var config =
                    HttpConfig.listening(
                                    addresses.stream().map(ListenAddress::socketAddress).toList())
                            .withThreads(1);
            var server = new NettyServer(config, new MetricsHandler(metrics), clocks.real());
            parts.add(() -> server.stop(Duration.ZERO));
            Berth.listen(server);
        }
    }
}
