package dev.berth.api.ecr.shape;

import org.jspecify.annotations.Nullable;

/** Whether images are scanned when they are pushed; an absent flag means no. */
public record ScanningConfigurationShape(@Nullable Boolean scanOnPush) {
    public boolean isOn() {
        return Boolean.TRUE.equals(scanOnPush);
    }
}
