package dev.berth.access;

/** Every action that a policy can name, as IAM spells it. */
public enum Action {
    ECR_BATCH_CHECK_LAYER_AVAILABILITY("ecr:BatchCheckLayerAvailability"),
    ECR_BATCH_DELETE_IMAGE("ecr:BatchDeleteImage"),
    ECR_BATCH_GET_IMAGE("ecr:BatchGetImage"),
    ECR_BATCH_GET_REPOSITORY_SCANNING_CONFIGURATION("ecr:BatchGetRepositoryScanningConfiguration"),
    ECR_COMPLETE_LAYER_UPLOAD("ecr:CompleteLayerUpload"),
    ECR_CREATE_PULL_THROUGH_CACHE_RULE("ecr:CreatePullThroughCacheRule"),
    ECR_CREATE_REPOSITORY("ecr:CreateRepository"),
    ECR_CREATE_REPOSITORY_CREATION_TEMPLATE("ecr:CreateRepositoryCreationTemplate"),
    ECR_DELETE_LIFECYCLE_POLICY("ecr:DeleteLifecyclePolicy"),
    ECR_DELETE_PULL_THROUGH_CACHE_RULE("ecr:DeletePullThroughCacheRule"),
    ECR_DELETE_REGISTRY_POLICY("ecr:DeleteRegistryPolicy"),
    ECR_DELETE_REPOSITORY("ecr:DeleteRepository"),
    ECR_DELETE_REPOSITORY_CREATION_TEMPLATE("ecr:DeleteRepositoryCreationTemplate"),
    ECR_DELETE_REPOSITORY_POLICY("ecr:DeleteRepositoryPolicy"),
    ECR_DELETE_SIGNING_CONFIGURATION("ecr:DeleteSigningConfiguration"),
    ECR_DEREGISTER_PULL_TIME_UPDATE_EXCLUSION("ecr:DeregisterPullTimeUpdateExclusion"),
    ECR_DESCRIBE_IMAGE_REPLICATION_STATUS("ecr:DescribeImageReplicationStatus"),
    ECR_DESCRIBE_IMAGE_SCAN_FINDINGS("ecr:DescribeImageScanFindings"),
    ECR_DESCRIBE_IMAGE_SIGNING_STATUS("ecr:DescribeImageSigningStatus"),
    ECR_DESCRIBE_IMAGES("ecr:DescribeImages"),
    ECR_DESCRIBE_PULL_THROUGH_CACHE_RULES("ecr:DescribePullThroughCacheRules"),
    ECR_DESCRIBE_REGISTRY("ecr:DescribeRegistry"),
    ECR_DESCRIBE_REPOSITORIES("ecr:DescribeRepositories"),
    ECR_DESCRIBE_REPOSITORY_CREATION_TEMPLATES("ecr:DescribeRepositoryCreationTemplates"),
    ECR_GET_ACCOUNT_SETTING("ecr:GetAccountSetting"),
    ECR_GET_AUTHORIZATION_TOKEN("ecr:GetAuthorizationToken"),
    ECR_GET_DOWNLOAD_URL_FOR_LAYER("ecr:GetDownloadUrlForLayer"),
    ECR_GET_LIFECYCLE_POLICY("ecr:GetLifecyclePolicy"),
    ECR_GET_LIFECYCLE_POLICY_PREVIEW("ecr:GetLifecyclePolicyPreview"),
    ECR_GET_REGISTRY_POLICY("ecr:GetRegistryPolicy"),
    ECR_GET_REGISTRY_SCANNING_CONFIGURATION("ecr:GetRegistryScanningConfiguration"),
    ECR_GET_REPOSITORY_POLICY("ecr:GetRepositoryPolicy"),
    ECR_GET_SIGNING_CONFIGURATION("ecr:GetSigningConfiguration"),
    ECR_INITIATE_LAYER_UPLOAD("ecr:InitiateLayerUpload"),
    ECR_LIST_IMAGE_REFERRERS("ecr:ListImageReferrers"),
    ECR_LIST_IMAGES("ecr:ListImages"),
    ECR_LIST_PULL_TIME_UPDATE_EXCLUSIONS("ecr:ListPullTimeUpdateExclusions"),
    ECR_LIST_TAGS_FOR_RESOURCE("ecr:ListTagsForResource"),
    ECR_PUT_ACCOUNT_SETTING("ecr:PutAccountSetting"),
    ECR_PUT_IMAGE("ecr:PutImage"),
    ECR_PUT_IMAGE_SCANNING_CONFIGURATION("ecr:PutImageScanningConfiguration"),
    ECR_PUT_IMAGE_TAG_MUTABILITY("ecr:PutImageTagMutability"),
    ECR_PUT_LIFECYCLE_POLICY("ecr:PutLifecyclePolicy"),
    ECR_PUT_REGISTRY_POLICY("ecr:PutRegistryPolicy"),
    ECR_PUT_REGISTRY_SCANNING_CONFIGURATION("ecr:PutRegistryScanningConfiguration"),
    ECR_PUT_REPLICATION_CONFIGURATION("ecr:PutReplicationConfiguration"),
    ECR_PUT_SIGNING_CONFIGURATION("ecr:PutSigningConfiguration"),
    ECR_REGISTER_PULL_TIME_UPDATE_EXCLUSION("ecr:RegisterPullTimeUpdateExclusion"),
    ECR_SET_REPOSITORY_POLICY("ecr:SetRepositoryPolicy"),
    ECR_START_IMAGE_SCAN("ecr:StartImageScan"),
    ECR_START_LIFECYCLE_POLICY_PREVIEW("ecr:StartLifecyclePolicyPreview"),
    ECR_TAG_RESOURCE("ecr:TagResource"),
    ECR_UNTAG_RESOURCE("ecr:UntagResource"),
    ECR_UPDATE_IMAGE_STORAGE_CLASS("ecr:UpdateImageStorageClass"),
    ECR_UPDATE_PULL_THROUGH_CACHE_RULE("ecr:UpdatePullThroughCacheRule"),
    ECR_UPDATE_REPOSITORY_CREATION_TEMPLATE("ecr:UpdateRepositoryCreationTemplate"),
    ECR_UPLOAD_LAYER_PART("ecr:UploadLayerPart"),
    ECR_VALIDATE_PULL_THROUGH_CACHE_RULE("ecr:ValidatePullThroughCacheRule"),
    ECR_REPLICATE_IMAGE("ecr:ReplicateImage"),
    ECR_BATCH_IMPORT_UPSTREAM_IMAGE("ecr:BatchImportUpstreamImage"),
    ECR_GET_IMAGE_COPY_STATUS("ecr:GetImageCopyStatus"),
    STS_ASSUME_ROLE("sts:AssumeRole"),
    STS_ASSUME_ROLE_WITH_WEB_IDENTITY("sts:AssumeRoleWithWebIdentity"),
    STS_GET_CALLER_IDENTITY("sts:GetCallerIdentity"),
    STS_GET_FEDERATION_TOKEN("sts:GetFederationToken"),
    STS_GET_SESSION_TOKEN("sts:GetSessionToken"),
    STS_SET_SOURCE_IDENTITY("sts:SetSourceIdentity"),
    STS_TAG_SESSION("sts:TagSession");

    private final String iamName;
    private final String service;

    Action(String iamName) {
        this.iamName = iamName;
        this.service = iamName.substring(0, iamName.indexOf(':'));
    }

    /** Service prefix and name, such as {@code ecr:PutImage}. */
    public String iamName() {
        return iamName;
    }

    /** What stands before the colon, such as {@code ecr}. */
    public String service() {
        return service;
    }
}
