package dev.berth.bench;

import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmark and prints one line for each size and shape, with its target. The median of single
 * decisions is compared: whatever else the machine does then shows in the p99 only.
 */
public final class Authorize {
    private static final Map<String, Double> TARGETS =
            Map.of("10", 5.0, "100", 20.0, "1000", 100.0);

    private Authorize() {}

    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(AuthorizeBenchmark.class.getName())
                                        .verbosity(VerboseMode.SILENT)
                                        .jvmArgsAppend("-Xmx256m", "-XX:+UseSerialGC")
                                        .build())
                        .run();
        System.out.printf("%-12s %-12s %12s %12s %12s%n", "statements", "shape", "µs", "p99", "target");
        for (RunResult result : results) {
            String statements = result.getParams().getParam("statements");
            var samples = result.getPrimaryResult().getStatistics();
            double micros = samples.getPercentile(50);
            double target = TARGETS.getOrDefault(statements, 0.0);
            System.out.printf(
                    "%-12s %-12s %12.2f %12.2f %12.0f%s%n",
                    statements,
                    result.getParams().getParam("shape"),
                    micros,
                    samples.getPercentile(99),
                    target,
                    micros <= target ? "" : "  MISSED");
        }
    }
}
