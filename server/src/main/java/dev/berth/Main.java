package dev.berth;

import dev.berth.cli.BerthCommand;

/** Runs the command that the arguments name, and ends with its exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(BerthCommand.run(arguments));
    }
}
