package dev.berth.api.iam.shape;

import dev.berth.api.awsquery.XmlStructure;
import dev.berth.aws.Arn;
import dev.berth.aws.PercentEncoding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members that stand in the answers about entities of several kinds. */
public final class IamShapes {
    private IamShapes() {}

    /** Documents travel with the escapes of RFC 3986. */
    public static String document(String text) {
        return PercentEncoding.encode(text);
    }

    /** The list {@code Tags}, even when there are none. */
    public static XmlStructure tags(XmlStructure structure, Map<String, String> tags) {
        return structure.list(
                "Tags",
                List.copyOf(tags.entrySet()),
                tag ->
                        XmlStructure.empty()
                                .text("Key", tag.getKey())
                                .text("Value", tag.getValue()));
    }

    /** The same within an entity, which has no such member while it has no tags. */
    public static XmlStructure someTags(XmlStructure structure, Map<String, String> tags) {
        return tags.isEmpty() ? structure : tags(structure, tags);
    }

    /** {@code PermissionsBoundary}, where there is one. */
    public static XmlStructure boundary(XmlStructure structure, @Nullable String policy) {
        return policy == null
                ? structure
                : structure.structure(
                        "PermissionsBoundary",
                        XmlStructure.empty()
                                .text("PermissionsBoundaryType", "Policy")
                                .text("PermissionsBoundaryArn", policy));
    }

    /** The list {@code name} of attached policies: their names and ARNs. */
    public static XmlStructure attached(
            XmlStructure structure, String name, List<String> policies) {
        return structure.list(
                name,
                policies,
                arn ->
                        XmlStructure.empty()
                                .text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1))
                                .text("PolicyArn", arn));
    }

    /** The path of a policy, which its ARN holds. */
    public static String pathOf(String policyArn) {
        return Arn.tryParse(policyArn)
                .map(Arn::resource)
                .map(resource ->
                        resource.substring(resource.indexOf('/'), resource.lastIndexOf('/') + 1))
                .orElse("/");
    }
}
