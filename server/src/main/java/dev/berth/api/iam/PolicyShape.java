package dev.berth.api.iam;

import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.shape.IamShapes;
import dev.berth.identity.ManagedPolicy;

/** Managed policies and their versions in answers. */
record PolicyShape(PolicyUses uses) {

    /** A listing says neither description nor tags. */
    XmlStructure listed(ManagedPolicy policy) {
        return named(policy)
                .time("CreateDate", policy.createdAt())
                .time("UpdateDate", policy.updatedAt());
    }

    XmlStructure whole(ManagedPolicy policy) {
        return IamShapes.tags(
                named(policy)
                        .text("Description", policy.description())
                        .time("CreateDate", policy.createdAt())
                        .time("UpdateDate", policy.updatedAt()),
                policy.held().tags());
    }

    private XmlStructure named(ManagedPolicy policy) {
        String arn = policy.arn().toString();
        return XmlStructure.empty()
                .text("PolicyName", policy.name())
                .text("PolicyId", policy.id())
                .text("Arn", arn)
                .text("Path", policy.path())
                .text("DefaultVersionId", policy.effective().id())
                .number("AttachmentCount", (long) uses.attached(arn).size())
                .number("PermissionsBoundaryUsageCount", (long) uses.bounding(arn).size())
                .flag("IsAttachable", true);
    }

    /** With its document. */
    static XmlStructure version(ManagedPolicy policy, ManagedPolicy.Version version) {
        return XmlStructure.empty()
                .text("Document", IamShapes.document(version.document()))
                .and(listedVersion(policy, version));
    }

    static XmlStructure listedVersion(ManagedPolicy policy, ManagedPolicy.Version version) {
        return XmlStructure.empty()
                .text("VersionId", version.id())
                .flag("IsDefaultVersion", version.number() == policy.defaultVersion())
                .time("CreateDate", version.createdAt());
    }
}
