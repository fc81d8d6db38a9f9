package dev.berth.api.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tags of a page. */
final class Tags {
    private Tags() {}

    /** In their order. */
    static Map<String, String> in(List<Map.Entry<String, String>> tags) {
        var byKey = new LinkedHashMap<String, String>();
        tags.forEach(tag -> byKey.put(tag.getKey(), tag.getValue()));
        return byKey;
    }
}
