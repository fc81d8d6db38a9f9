package dev.berth.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, each on a virtual thread of its own, so that a slow one delays no other. A job that
 * fails runs again after its usual pause, or after {@link #RETRY} where that is shorter.
 */
public final class JobRunner {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final List<Job> jobs;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    public JobRunner(List<Job> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    public void start() {
        for (Job job : jobs) {
            threads.add(Thread.ofVirtual().name("job-" + job.name()).start(() -> repeat(job)));
        }
    }

    /** Starts no more runs, waits this long for those under way, then interrupts them. */
    public void stop(Duration grace) throws InterruptedException {
        stopping.countDown();
        long end = System.nanoTime() + grace.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            thread.interrupt();
        }
        // What they work on is closed next; an interrupt ends them at their next pause.
        for (Thread thread : threads) {
            thread.join(AFTER_INTERRUPT);
        }
    }

    private void repeat(Job job) {
        try {
            Duration pause = Duration.ZERO;
            while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = runOnce(job);
            }
        } catch (InterruptedException _) {
            log.atDebug().addKeyValue("job", job.name()).log("job interrupted");
        }
    }

    private static Duration runOnce(Job job) throws InterruptedException {
        try {
            job.run();
            return job.every();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            log.atError().addKeyValue("job", job.name()).setCause(e).log("failed to run job");
            return job.every().compareTo(RETRY) < 0 ? job.every() : RETRY;
        }
    }
}
