package dev.berth.api.iam;

import dev.berth.identity.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tags in the forms of this API and of identities. */
final class Tags {
    private Tags() {}

    static List<Tag> of(Map<String, String> tags) {
        return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
    }

    /** In their order. */
    static Map<String, String> in(List<Map.Entry<String, String>> tags) {
        var byKey = new LinkedHashMap<String, String>();
        tags.forEach(tag -> byKey.put(tag.getKey(), tag.getValue()));
        return byKey;
    }
}
