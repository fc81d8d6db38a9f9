package dev.berth.model;

import java.time.Duration;

/** What happens of itself, or to the process. */
final class TimeSteps {
    private TimeSteps() {}

    record Pass(Duration time) implements Step {
        @Override
        public void take(World world) {
            world.pass(time);
        }
    }

    record Restart() implements Step {
        @Override
        public void take(World world) {
            world.server().restart();
            world.model().loseNotes();
            world.model().loseBegunUploads();
        }
    }

    record ExpireUploads() implements Step {
        @Override
        public void take(World world) {
            world.server().run("upload-expiry");
            world.model().expireUploads(world.now() - World.UPLOADS_EXPIRE_AFTER.toMillis());
        }
    }

    record WriteNotesDown() implements Step {
        @Override
        public void take(World world) {
            world.server().run("wanted-links");
            world.model().writeNotesDown();
        }
    }

    record Collect() implements Step {
        @Override
        public void take(World world) {
            world.server().run("garbage-collection");
            world.model().collect(world.now(), World.GRACE.toMillis(), World.DELAY.toMillis());
        }
    }

    /** So long that all links end that nothing needs, and so short that none is gone. */
    record Neglect() implements Step {
        @Override
        public void take(World world) {
            world.pass(World.GRACE.plusMillis(1));
            new Collect().take(world);
        }
    }

    record CollectOrphans() implements Step {
        @Override
        public void take(World world) {
            world.server().run("orphan-collection");
        }
    }

    /** Enough time for all to go that nothing needs; nothing else may be left then. */
    record Settle() implements Step {
        /** Condemned, the link ends, the blob is condemned with it, and swept. */
        private static final int COLLECTIONS = 3;

        @Override
        public void take(World world) {
            world.pass(World.UPLOADS_EXPIRE_AFTER.plus(World.GRACE));
            new ExpireUploads().take(world);
            for (int i = 0; i < COLLECTIONS; i++) {
                new Collect().take(world);
                world.pass(World.DELAY.plusMillis(1));
            }
            new CollectOrphans().take(world);
            world.check().nothingIsLeft();
        }
    }

    record CheckAll() implements Step {
        @Override
        public void take(World world) {
            world.check().everything();
        }
    }
}
