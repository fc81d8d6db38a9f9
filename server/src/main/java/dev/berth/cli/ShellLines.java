package dev.berth.cli;

import java.util.List;

/** Lines that change the variables of the shell that evaluates them. */
final class ShellLines {
    private final StringBuilder text = new StringBuilder();

    /** Nothing where there are no names. */
    ShellLines unset(List<String> names) {
        if (!names.isEmpty()) {
            text.append("unset ").append(String.join(" ", names)).append('\n');
        }
        return this;
    }

    ShellLines export(String name, String value) {
        text.append("export ").append(name).append('=').append(Shell.quote(value)).append('\n');
        return this;
    }

    String text() {
        return text.toString();
    }
}
