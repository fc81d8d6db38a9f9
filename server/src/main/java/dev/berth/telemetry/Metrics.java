package dev.berth.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The metrics of one server; only this package sees the library that keeps them. */
public final class Metrics {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Of the process, to begin with: memory, processors, open files, and how long it runs. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Something that only grows. */
    @FunctionalInterface
    public interface Count {
        void add(long more);
    }

    public Count count(Metric metric) {
        return Counter.builder(metric.text()).description(metric.help()).register(registry)
                ::increment;
    }

    /** Something that takes its time. */
    @FunctionalInterface
    public interface Times {
        void add(Duration took);
    }

    public Times times(Metric metric) {
        return Timer.builder(metric.text()).description(metric.help()).register(registry)::record;
    }

    /** Something that is asked for its value whenever someone looks; it answers from memory. */
    public void value(Metric metric, LongSupplier value) {
        Gauge.builder(metric.text(), value, LongSupplier::getAsLong)
                .description(metric.help())
                .strongReference(true)
                .register(registry);
    }

    /** All of them in the text format of Prometheus. */
    String text() {
        return registry.scrape();
    }
}
