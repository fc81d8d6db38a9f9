package dev.berth.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private interface Body {
        void run() throws Exception;
    }

    private static Job job(Duration every, Body body) {
        return new Job() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Duration every() {
                return every;
            }

            @Override
            public void run() throws Exception {
                body.run();
            }
        };
    }

    @Test
    void runsAtStartAndAgainAfterThePause() throws Exception {
        var runs = new CountDownLatch(3);
        var runner = new JobRunner(List.of(job(Duration.ofMillis(1), runs::countDown)));

        runner.start();

        assertThat(runs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        runner.stop(PATIENCE);
    }

    @Test
    void runsAgainAfterAFailure() throws Exception {
        var runs = new CountDownLatch(3);
        var runner =
                new JobRunner(
                        List.of(
                                job(
                                        Duration.ofMillis(1),
                                        () -> {
                                            runs.countDown();
                                            throw new IllegalStateException("on purpose");
                                        })));

        runner.start();

        assertThat(runs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        runner.stop(PATIENCE);
    }

    @Test
    void aSlowJobDelaysNoOther() throws Exception {
        var release = new CountDownLatch(1);
        var runs = new CountDownLatch(2);
        var runner =
                new JobRunner(
                        List.of(
                                job(Duration.ofMillis(1), release::await),
                                job(Duration.ofMillis(1), runs::countDown)));

        runner.start();

        assertThat(runs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        release.countDown();
        runner.stop(PATIENCE);
    }

    @Test
    void stopLetsARunEndAndStartsNoOther() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var runs = new AtomicInteger();
        var runner =
                new JobRunner(
                        List.of(
                                job(
                                        Duration.ZERO,
                                        () -> {
                                            runs.incrementAndGet();
                                            begun.countDown();
                                            release.await();
                                        })));
        runner.start();
        begun.await();

        Thread stop =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                runner.stop(PATIENCE);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        while (stop.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        release.countDown();
        stop.join();

        assertThat(runs).hasValue(1);
    }

    @Test
    void stopInterruptsWhatDoesNotEnd() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        var over = new CountDownLatch(1);
        var runner =
                new JobRunner(
                        List.of(
                                job(
                                        Duration.ZERO,
                                        () -> {
                                            begun.countDown();
                                            try {
                                                new CountDownLatch(1).await();
                                            } catch (InterruptedException e) {
                                                interrupted.set(true);
                                                over.countDown();
                                                throw e;
                                            }
                                        })));
        runner.start();
        begun.await();

        runner.stop(Duration.ofMillis(1));

        assertThat(over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isTrue();
    }
}
