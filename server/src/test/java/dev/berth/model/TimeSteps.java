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
        }
    }

    record ExpireUploads() implements Step {
        @Override
        public void take(World world) {
            world.server().run("upload-expiry");
            world.model().expireUploads(world.now() - World.UPLOADS_EXPIRE_AFTER.toMillis());
        }
    }

    record CheckAll() implements Step {
        @Override
        public void take(World world) {
            world.check().everything();
        }
    }
}
