package dev.berth.layer;

import dev.berth.work.Job;
import java.time.Duration;

/** Ends uploads that their clients have left behind, and removes what was staged for them. */
public final class UploadExpiryJob implements Job {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Uploads uploads;
    private final Duration idle;

    public UploadExpiryJob(Uploads uploads, Duration idle) {
        this.uploads = uploads;
        this.idle = idle;
    }

    @Override
    public String name() {
        return "upload-expiry";
    }

    @Override
    public Duration every() {
        return idle.compareTo(HOUR) < 0 ? idle : HOUR;
    }

    @Override
    public void run() {
        uploads.expire(idle);
    }
}
