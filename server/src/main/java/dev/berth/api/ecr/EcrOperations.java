package dev.berth.api.ecr;

import dev.berth.access.Action;
import dev.berth.access.Authorizer;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.api.awsjson.AwsJsonDoor;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Operations;
import dev.berth.api.ecr.authorization.GetAuthorizationToken;
import dev.berth.api.ecr.images.BatchDeleteImage;
import dev.berth.api.ecr.images.BatchGetImage;
import dev.berth.api.ecr.images.DescribeImages;
import dev.berth.api.ecr.images.ListImageReferrers;
import dev.berth.api.ecr.images.ListImages;
import dev.berth.api.ecr.images.PutImage;
import dev.berth.api.ecr.images.UpdateImageStorageClass;
import dev.berth.api.ecr.layers.BatchCheckLayerAvailability;
import dev.berth.api.ecr.layers.CompleteLayerUpload;
import dev.berth.api.ecr.layers.GetDownloadUrlForLayer;
import dev.berth.api.ecr.layers.InitiateLayerUpload;
import dev.berth.api.ecr.layers.UploadLayerPart;
import dev.berth.api.ecr.policies.DeleteRegistryPolicy;
import dev.berth.api.ecr.policies.DeleteRepositoryPolicy;
import dev.berth.api.ecr.policies.GetRegistryPolicy;
import dev.berth.api.ecr.policies.GetRepositoryPolicy;
import dev.berth.api.ecr.policies.PutRegistryPolicy;
import dev.berth.api.ecr.policies.SetRepositoryPolicy;
import dev.berth.api.ecr.pulltimes.DeregisterPullTimeUpdateExclusion;
import dev.berth.api.ecr.pulltimes.ListPullTimeUpdateExclusions;
import dev.berth.api.ecr.pulltimes.RegisterPullTimeUpdateExclusion;
import dev.berth.api.ecr.repositories.CreateRepository;
import dev.berth.api.ecr.repositories.DeleteRepository;
import dev.berth.api.ecr.repositories.DescribeRepositories;
import dev.berth.api.ecr.repositories.PutImageScanningConfiguration;
import dev.berth.api.ecr.repositories.PutImageTagMutability;
import dev.berth.api.ecr.settings.GetAccountSetting;
import dev.berth.api.ecr.settings.PutAccountSetting;
import dev.berth.api.ecr.tags.ListTagsForResource;
import dev.berth.api.ecr.tags.TagResource;
import dev.berth.api.ecr.tags.UntagResource;
import dev.berth.api.ecr.tokens.CreateRegistryToken;
import dev.berth.api.ecr.tokens.ListRegistryTokens;
import dev.berth.api.ecr.tokens.RevokeRegistryToken;
import dev.berth.api.ecr.tokens.RevokeRegistryTokens;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import java.util.List;

/** The table of contents: all 58 operations of ECR, and those that berth has beyond them. */
public final class EcrOperations {
    private static final String TARGET_PREFIX = "AmazonEC2ContainerRegistry_V20150921";
    private static final String OWN_TARGET_PREFIX = "Berth_V20261101";
    private static final String SERVICE = "ecr";

    private EcrOperations() {}

    public static AwsJsonDoor door(
            EcrFeatures features,
            SignatureAuthenticator authenticator,
            Authorizer authorizer,
            BoundedBodies bodies,
            ClientViews clients) {
        return new AwsJsonDoor(
                SERVICE,
                new Operations(TARGET_PREFIX, list(features))
                        .and(new Operations(OWN_TARGET_PREFIX, own(features))),
                problem -> EcrError.of(problem).wire(),
                authenticator,
                authorizer,
                bodies,
                clients);
    }

    /** Beyond ECR, under a prefix of their own. */
    static List<Operation<?, ?>> own(EcrFeatures is) {
        return List.of(
                new CreateRegistryToken(is.tokens().robots(), is.hosts()),
                new ListRegistryTokens(is.tokens().robots()),
                new RevokeRegistryToken(is.tokens().robots()),
                new RevokeRegistryTokens(is.tokens().robots()));
    }

    static List<Operation<?, ?>> list(EcrFeatures is) {
        var version = is.version();
        return List.of(
                // repositories and tags
                new CreateRepository(is.repositories(), is.hosts(), version),
                new DescribeRepositories(is.repositories(), is.hosts()),
                new DeleteRepository(is.repositories(), is.hosts()),
                new ListTagsForResource(is.repositories()),
                new TagResource(is.repositories()),
                new UntagResource(is.repositories()),
                new PutImageTagMutability(is.repositories()),
                new SetRepositoryPolicy(is.repositoryPolicies(), is.authorizer()),
                new GetRepositoryPolicy(is.repositoryPolicies()),
                new DeleteRepositoryPolicy(is.repositoryPolicies()),
                // images and layers
                new ListImages(is.repositories(), is.images()),
                new DescribeImages(is.repositories(), is.images()),
                new BatchGetImage(is.repositories(), is.images(), is.pullTimes()),
                new BatchDeleteImage(is.repositories(), is.removal()),
                new PutImage(is.push(), is.quotas().manifestBytes()),
                new BatchCheckLayerAvailability(is.repositories(), is.layers(), is.images()),
                new GetDownloadUrlForLayer(
                        is.repositories(), is.layers(), is.images(), is.tokens().registry()),
                new InitiateLayerUpload(
                        is.repositories(), is.uploads(), is.quotas().layerParts().advised()),
                new UploadLayerPart(is.repositories(), is.uploads()),
                new CompleteLayerUpload(is.repositories(), is.uploads()),
                new UpdateImageStorageClass(is.repositories(), is.archive()),
                new ListImageReferrers(is.repositories(), is.referrers()),
                // lifecycle
                new NotBuilt(Action.ECR_PUT_LIFECYCLE_POLICY, version),
                new NotBuilt(Action.ECR_GET_LIFECYCLE_POLICY, version),
                new NotBuilt(Action.ECR_DELETE_LIFECYCLE_POLICY, version),
                new NotBuilt(Action.ECR_START_LIFECYCLE_POLICY_PREVIEW, version),
                new NotBuilt(Action.ECR_GET_LIFECYCLE_POLICY_PREVIEW, version),
                // scanning
                new PutImageScanningConfiguration(is.repositories()),
                new NotBuilt(Action.ECR_START_IMAGE_SCAN, version),
                new NotBuilt(Action.ECR_DESCRIBE_IMAGE_SCAN_FINDINGS, version),
                new NotBuilt(Action.ECR_GET_REGISTRY_SCANNING_CONFIGURATION, version),
                new NotBuilt(Action.ECR_PUT_REGISTRY_SCANNING_CONFIGURATION, version),
                new NotBuilt(Action.ECR_BATCH_GET_REPOSITORY_SCANNING_CONFIGURATION, version),
                // registry, replication, pull-through cache, templates
                new GetAuthorizationToken(is.tokens().logins(), is.hosts()),
                new NotBuilt(Action.ECR_DESCRIBE_REGISTRY, version),
                new NotBuilt(Action.ECR_PUT_REPLICATION_CONFIGURATION, version),
                new NotBuilt(Action.ECR_DESCRIBE_IMAGE_REPLICATION_STATUS, version),
                new GetRegistryPolicy(is.registryPolicies()),
                new DeleteRegistryPolicy(is.registryPolicies()),
                new PutRegistryPolicy(is.registryPolicies()),
                new GetAccountSetting(is.accountSettings()),
                new PutAccountSetting(is.accountSettings()),
                new NotBuilt(Action.ECR_CREATE_PULL_THROUGH_CACHE_RULE, version),
                new NotBuilt(Action.ECR_DESCRIBE_PULL_THROUGH_CACHE_RULES, version),
                new NotBuilt(Action.ECR_UPDATE_PULL_THROUGH_CACHE_RULE, version),
                new NotBuilt(Action.ECR_DELETE_PULL_THROUGH_CACHE_RULE, version),
                new NotBuilt(Action.ECR_VALIDATE_PULL_THROUGH_CACHE_RULE, version),
                new NotBuilt(Action.ECR_CREATE_REPOSITORY_CREATION_TEMPLATE, version),
                new NotBuilt(Action.ECR_DESCRIBE_REPOSITORY_CREATION_TEMPLATES, version),
                new NotBuilt(Action.ECR_UPDATE_REPOSITORY_CREATION_TEMPLATE, version),
                new NotBuilt(Action.ECR_DELETE_REPOSITORY_CREATION_TEMPLATE, version),
                // signing and pull-time exclusions
                new NotBuilt(Action.ECR_PUT_SIGNING_CONFIGURATION, version),
                new NotBuilt(Action.ECR_GET_SIGNING_CONFIGURATION, version),
                new NotBuilt(Action.ECR_DELETE_SIGNING_CONFIGURATION, version),
                new NotBuilt(Action.ECR_DESCRIBE_IMAGE_SIGNING_STATUS, version),
                new RegisterPullTimeUpdateExclusion(is.pullTimeExclusions()),
                new DeregisterPullTimeUpdateExclusion(is.pullTimeExclusions()),
                new ListPullTimeUpdateExclusions(is.pullTimeExclusions()));
    }
}
