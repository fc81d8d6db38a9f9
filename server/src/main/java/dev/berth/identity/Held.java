package dev.berth.identity;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an owner holds, but for the boundary.
 *
 * @param inline documents by their names, in the order of these
 * @param attached ARNs of managed policies, in their order
 * @param tags in the order of their keys
 */
public record Held(Map<String, String> inline, List<String> attached, Map<String, String> tags) {
    static final Held NOTHING = new Held(Map.of(), List.of(), Map.of());

    public Held {
        inline = Collections.unmodifiableMap(new TreeMap<>(inline));
        attached = attached.stream().sorted().toList();
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
