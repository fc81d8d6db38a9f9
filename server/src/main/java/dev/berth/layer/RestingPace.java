package dev.berth.layer;

import java.time.Duration;

/**
 * Rests after each step for as long as the step took: then long work has no more than half of one
 * core, and of the one who writes to the store, and less where others make its steps longer.
 */
public final class RestingPace implements Pace {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofMillis(500);

    private long stepBegan = System.nanoTime();

    @Override
    public void pause() throws InterruptedException {
        var took = Duration.ofNanos(System.nanoTime() - stepBegan);
        Thread.sleep(took.compareTo(LEAST) < 0 ? LEAST : took.compareTo(MOST) > 0 ? MOST : took);
        stepBegan = System.nanoTime();
    }
}
