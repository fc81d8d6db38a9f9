package dev.berth.aws;

/** A private registry: one for each account and region. */
public record Registry(AccountId account, Region region) {

    /** The ARN of a repository in this registry; nothing else in ECR has one. */
    public Arn repositoryArn(String repositoryName) {
        return Arn.ecr(this, "repository/" + repositoryName);
    }
}
