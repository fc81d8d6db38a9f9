package dev.berth.verify;

import java.util.List;

/** Which repositories lose something with a blob: how many, and the first of them. */
public record LinkedFrom(long count, List<String> first) {
    public LinkedFrom {
        first = List.copyOf(first);
    }

    String words() {
        if (count == 0) {
            return "";
        }
        long others = count - first.size();
        return " (linked by %s%s)"
                .formatted(String.join(", ", first), others == 0 ? "" : " and " + others + " more");
    }
}
