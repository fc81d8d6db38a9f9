package dev.berth.events;

import dev.berth.aws.Registry;
import java.util.Map;

/**
 * Something that happened, in berth's own words; consumers translate it.
 *
 * @param type such as {@code image.pushed}; its members and their meaning belong to {@code version}
 * @param resource the ARN of what it happened to
 * @param detail JSON values: strings, numbers, booleans, lists and maps of them
 */
public record Event(
        String type, int version, Registry registry, String resource, Map<String, Object> detail) {
    public Event {
        detail = Map.copyOf(detail);
    }
}
