package dev.berth.access;

import dev.berth.access.ResourcePolicies.ResourceFacts;
import dev.berth.aws.AccountId;
import dev.berth.policy.ConditionKeys;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one decision: those of caller, connection, time and resource, and for the
 * rest what the request says of itself, which cannot hide any of the former.
 *
 * @param tags of the caller
 * @param organization of all accounts here; empty where the operator names none
 */
record DecisionKeys(
        Caller caller,
        Map<String, String> tags,
        ResourceFacts resource,
        AccountId resourceAccount,
        Instant now,
        String organization,
        ConditionKeys request)
        implements ConditionKeys {
    private static final String PRINCIPAL_TAG = "aws:principaltag/";
    private static final String RESOURCE_TAG = "resourcetag/";

    @Override
    public @Nullable List<String> values(String key) {
        return switch (key) {
            case "aws:currenttime" -> List.of(now.truncatedTo(ChronoUnit.SECONDS).toString());
            case "aws:epochtime" -> List.of(Long.toString(now.getEpochSecond()));
            case "aws:sourceip" -> List.of(withoutZone(caller.address().getHostAddress()));
            case "aws:securetransport" -> List.of(Boolean.toString(caller.tls()));
            case "aws:requestedregion" -> List.of(caller.registry().region().value());
            case "aws:viaawsservice" -> List.of("false");
            case "aws:resourceaccount" -> List.of(resourceAccount.value());
            case "aws:resourceorgid" -> maybe(organization);
            default -> {
                if (key.startsWith(PRINCIPAL_TAG)) {
                    yield tag(tags, key.substring(PRINCIPAL_TAG.length()));
                }
                int slash = key.indexOf(':') + 1;
                if (key.startsWith(RESOURCE_TAG, slash)) {
                    yield tag(resource.tags(), key.substring(slash + RESOURCE_TAG.length()));
                }
                yield PrincipalKeys.isOne(key)
                        ? PrincipalKeys.values(caller, organization, key)
                        : request.values(key);
            }
        };
    }

    /** The zone of a link-local address ({@code fe80::1%eth0}) is this machine's own affair. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    static @Nullable List<String> maybe(@Nullable String value) {
        return value == null || value.isEmpty() ? null : List.of(value);
    }

    /** Keys of tags are compared without their case. */
    private static @Nullable List<String> tag(Map<String, String> tags, String name) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().equalsIgnoreCase(name)) {
                return List.of(tag.getValue());
            }
        }
        return null;
    }
}
