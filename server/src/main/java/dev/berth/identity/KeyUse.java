package dev.berth.identity;

import java.time.Instant;

/** When and for what an access key was last used. */
public record KeyUse(Instant at, String service, String region) {}
