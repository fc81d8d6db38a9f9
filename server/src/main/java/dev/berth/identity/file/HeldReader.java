package dev.berth.identity.file;

import dev.berth.identity.Declared;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What users, groups and roles hold: policies of both kinds, a boundary and tags. */
final class HeldReader {
    private static final int MOST_TAGS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private final References references;
    private final PolicyReader policies;

    HeldReader(References references, PolicyReader policies) {
        this.references = references;
        this.policies = policies;
    }

    Declared.Held ofGroup(Section group) {
        return new Declared.Held(attached(group), policies.inline(group), null, Map.of());
    }

    Declared.Held ofPrincipal(Section principal) {
        String boundary =
                principal
                        .text("boundary", "a managed policy: an ARN or a name", _ -> true)
                        .flatMap(text -> references.policy(principal.path("boundary"), text))
                        .orElse(null);
        return new Declared.Held(
                attached(principal), policies.inline(principal), boundary, tags(principal));
    }

    private Set<String> attached(Section entity) {
        Set<String> arns = new LinkedHashSet<>();
        entity.texts("policies", "a managed policy: an ARN or a name", _ -> true)
                .forEach((at, text) -> references.policy(at, text).ifPresent(arns::add));
        return arns;
    }

    private static Map<String, String> tags(Section entity) {
        Map<String, String> tags = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        entity.members("tags")
                .forEach((key, value) -> {
                    String at = "tags." + key;
                    if (!(value instanceof String text)) {
                        entity.fault(at, "%s is not text; write it in quotes".formatted(value));
                        return;
                    }
                    if (key.isEmpty()
                            || key.length() > LONGEST_KEY
                            || text.length() > LONGEST_VALUE) {
                        entity.fault(at, "a key has 1 to 128 characters, and a value up to 256");
                    } else if (!seen.add(key.toLowerCase(Locale.ROOT))) {
                        entity.fault(at, "another tag has the same key but for its case");
                    }
                    tags.put(key, text);
                });
        if (tags.size() > MOST_TAGS) {
            entity.fault("tags", "there are %d tags, and 50 are allowed".formatted(tags.size()));
        }
        return tags;
    }
}
