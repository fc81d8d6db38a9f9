package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.policy.ConditionKeys;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the parameters of IAM's operations say to conditions. */
final class IamConditionKeys {
    private static final String REQUEST_TAG = "aws:requesttag/";

    private IamConditionKeys() {}

    /**
     * {@code boundary} of whom the operation is about counts where the parameters give none; empty
     * for none.
     */
    static ConditionKeys of(QueryParameters parameters, Supplier<String> boundary) {
        return key ->
                switch (key) {
                    case "aws:tagkeys" -> tagKeys(parameters);
                    case "iam:permissionsboundary" ->
                            single(
                                    parameters
                                            .find("PermissionsBoundary")
                                            .or(() -> Optional.of(boundary.get()))
                                            .filter(arn -> !arn.isEmpty()));
                    case "iam:policyarn" -> single(parameters.find("PolicyArn"));
                    default -> key.startsWith(REQUEST_TAG) ? requestTag(parameters, key) : null;
                };
    }

    private static @Nullable List<String> tagKeys(QueryParameters parameters) {
        if (parameters.has("TagKeys")) {
            return parameters.texts("TagKeys");
        }
        return parameters.has("Tags")
                ? parameters.structures("Tags").stream()
                        .flatMap(tag -> tag.find("Key").stream())
                        .toList()
                : null;
    }

    private static @Nullable List<String> requestTag(QueryParameters parameters, String key) {
        String name = key.substring(REQUEST_TAG.length());
        return single(
                parameters.structures("Tags").stream()
                        .filter(tag ->
                                tag.find("Key").orElse("").toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .flatMap(tag -> tag.find("Value")));
    }

    private static @Nullable List<String> single(Optional<String> value) {
        return value.map(List::of).orElse(null);
    }
}
