package dev.berth;

import dev.berth.boot.Carriers;
import dev.berth.cli.BerthCommand;

/** Runs the command that the arguments name, and ends with its exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Carriers.provide(System.getProperties(), Runtime.getRuntime().availableProcessors());
        System.exit(BerthCommand.run(arguments));
    }
}
