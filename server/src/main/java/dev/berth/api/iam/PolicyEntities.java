package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
import dev.berth.identity.OwnerKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** ListEntitiesForPolicy: who uses a policy, three kinds in one listing. */
record PolicyEntities(IamFeatures features) {
    private static final List<String> KINDS =
            List.of("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy");
    private static final String BOUNDARY = "PermissionsBoundary";
    private static final List<String> USAGES = List.of("PermissionsPolicy", BOUNDARY);

    QueryOperation operation() {
        return IamOperation.telling(
                Action.IAM_LIST_ENTITIES_FOR_POLICY, PolicyOperations::arn, this::list);
    }

    private QueryAnswer list(QueryCall call) {
        var parameters = call.parameters();
        String kind = parameters.oneOf("EntityFilter", KINDS).orElse("").toLowerCase(Locale.ROOT);
        String usage = parameters.oneOf("PolicyUsageFilter", USAGES).orElse("");
        String prefix = IamInput.pathPrefix(parameters);
        String arn = PolicyOperations.require(features, call).arn().toString();
        var uses = new PolicyUses(features.account(call));
        List<PolicyUses.Use> wanted =
                Stream.concat(
                                usage.equals(BOUNDARY)
                                        ? Stream.empty()
                                        : uses.attached(arn).stream(),
                                usage.isEmpty() || usage.equals(BOUNDARY)
                                        ? uses.bounding(arn).stream()
                                        : Stream.empty())
                        .distinct()
                        .filter(use -> kind.isEmpty() || use.owner().kind().word().equals(kind))
                        .filter(use -> use.path().startsWith(prefix))
                        .toList();
        Page<PolicyUses.Use> page =
                Page.of(
                        parameters,
                        wanted,
                        use ->
                                use.owner().kind().word()
                                        + " "
                                        + use.owner().name().toLowerCase(Locale.ROOT));
        var answer = XmlStructure.empty();
        answer = of(answer, "Group", OwnerKind.GROUP, page.items());
        answer = of(answer, "User", OwnerKind.USER, page.items());
        answer = of(answer, "Role", OwnerKind.ROLE, page.items());
        return page.end(answer);
    }

    private static XmlStructure of(
            XmlStructure answer, String word, OwnerKind kind, List<PolicyUses.Use> uses) {
        return answer.list(
                "Policy" + word + "s",
                uses.stream().filter(use -> use.owner().kind() == kind).toList(),
                use ->
                        XmlStructure.empty()
                                .text(word + "Name", use.owner().name())
                                .text(word + "Id", use.owner().id()));
    }
}
