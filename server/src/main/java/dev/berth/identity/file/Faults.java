package dev.berth.identity.file;

import java.util.ArrayList;
import java.util.List;

/** Gathers everything that is wrong with a file, each with the path of where it stands. */
final class Faults {
    private final List<String> lines = new ArrayList<>();

    void add(String path, String fault) {
        lines.add(path.isEmpty() ? fault : path + ": " + fault);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
