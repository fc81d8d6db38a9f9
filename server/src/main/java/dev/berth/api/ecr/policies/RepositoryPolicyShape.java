package dev.berth.api.ecr.policies;

/** What all operations on the policy of a repository answer. */
public record RepositoryPolicyShape(String registryId, String repositoryName, String policyText) {}
