package dev.berth.api.iam;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.policy.ConditionKeys;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of one of IAM's operations say to conditions.
 *
 * @param inputs which of them the operation has
 * @param boundary of whom the operation is about, where it gives none itself; empty for none
 */
record IamConditionKeys(QueryParameters parameters, Set<KeyInput> inputs, Supplier<String> boundary)
        implements ConditionKeys {
    private static final String REQUEST_TAG = "aws:requesttag/";

    @Override
    public @Nullable List<String> values(String key) {
        return switch (key) {
            case "aws:tagkeys" -> tagKeys();
            case "iam:permissionsboundary" ->
                    single(boundaryThatCounts().filter(arn -> !arn.isEmpty()));
            case "iam:policyarn" ->
                    has(KeyInput.POLICY) ? single(parameters.find("PolicyArn")) : null;
            default -> key.startsWith(REQUEST_TAG) ? requestTag(key) : null;
        };
    }

    private boolean has(KeyInput input) {
        return inputs.contains(input);
    }

    private Optional<String> boundaryThatCounts() {
        return has(KeyInput.BOUNDARY)
                ? parameters.find("PermissionsBoundary")
                : Optional.of(boundary.get());
    }

    private @Nullable List<String> tagKeys() {
        if (has(KeyInput.TAG_KEYS) && parameters.has("TagKeys")) {
            return parameters.texts("TagKeys");
        }
        return has(KeyInput.TAGS) && parameters.has("Tags")
                ? parameters.structures("Tags").stream()
                        .flatMap(tag -> tag.find("Key").stream())
                        .toList()
                : null;
    }

    private @Nullable List<String> requestTag(String key) {
        if (!has(KeyInput.TAGS)) {
            return null;
        }
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
