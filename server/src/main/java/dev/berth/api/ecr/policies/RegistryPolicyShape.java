package dev.berth.api.ecr.policies;

/** What all operations on the policy of a registry answer. */
public record RegistryPolicyShape(String registryId, String policyText) {}
