package dev.berth.session;

import dev.berth.policy.ConditionKeys;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the request for a session says to conditions. */
record SessionKeys(
        SessionContents contents,
        @Nullable String sessionName,
        @Nullable String externalId,
        @Nullable String sourceIdentity)
        implements ConditionKeys {
    private static final String REQUEST_TAG = "aws:requesttag/";

    @Override
    public @Nullable List<String> values(String lowerCaseKey) {
        return switch (lowerCaseKey) {
            case "sts:rolesessionname" -> one(sessionName);
            case "sts:externalid" -> one(externalId);
            case "sts:sourceidentity" -> one(sourceIdentity);
            case "sts:transitivetagkeys" ->
                    contents.transitiveTags().isEmpty()
                            ? null
                            : List.copyOf(contents.transitiveTags());
            case "aws:tagkeys" ->
                    contents.tags().isEmpty() ? null : List.copyOf(contents.tags().keySet());
            default ->
                    lowerCaseKey.startsWith(REQUEST_TAG)
                            ? tag(lowerCaseKey.substring(REQUEST_TAG.length()))
                            : null;
        };
    }

    private @Nullable List<String> tag(String key) {
        for (Map.Entry<String, String> tag : contents.tags().entrySet()) {
            if (tag.getKey().equalsIgnoreCase(key)) {
                return List.of(tag.getValue());
            }
        }
        return null;
    }

    private static @Nullable List<String> one(@Nullable String value) {
        return value == null ? null : List.of(value);
    }
}
