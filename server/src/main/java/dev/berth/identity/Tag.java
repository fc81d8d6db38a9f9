package dev.berth.identity;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A word about an entity; keys that differ by their case alone are the same. */
public record Tag(String key, String value) {

    static Held held(List<Tag> tags) {
        var byKey = new TreeMap<String, String>();
        tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
        return new Held(Map.of(), List.of(), byKey);
    }
}
