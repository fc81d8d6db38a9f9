package dev.berth.policy;

public enum Effect {
    ALLOW,
    DENY
}
