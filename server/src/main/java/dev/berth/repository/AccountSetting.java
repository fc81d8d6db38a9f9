package dev.berth.repository;

import java.util.List;

/** The settings that an account has in a region, named as ECR names them. */
public enum AccountSetting {
    /** What scans images; ECR gave up its other value, CLAIR, in 2026. */
    BASIC_SCAN_TYPE_VERSION,

    /** Whether pushes may take over layers of other repositories of the registry. */
    BLOB_MOUNTING,

    /** Which actions a registry policy may name. */
    REGISTRY_POLICY_SCOPE;

    /** The values that it may have, in their order. */
    public List<String> allowed() {
        return switch (this) {
            case BASIC_SCAN_TYPE_VERSION -> List.of("AWS_NATIVE");
            case BLOB_MOUNTING -> List.of("DISABLED", "ENABLED");
            case REGISTRY_POLICY_SCOPE -> List.of("V1", "V2");
        };
    }
}
