package dev.berth.cli;

import dev.berth.boot.BerthConfig;
import dev.berth.boot.DataCollection;
import dev.berth.boot.LogSetup;
import dev.berth.collect.CollectionConfig;
import dev.berth.config.Durations;
import dev.berth.layer.Swept;
import dev.berth.runtime.Clocks;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Collects garbage without a server, or tells what one has to collect. */
@Command(
        name = "gc",
        description = {
            "Removes what no repository needs any more: blobs that no manifest names, and what a"
                    + " crash left behind.",
            "",
            "A server does this of itself, while it serves. This command is for a data folder that"
                    + " none runs on, and with --dry-run for every one: it then changes nothing."
        },
        sortOptions = false,
        footer = {
            "",
            "A blob stays while a manifest of any repository names it, and for a grace (gc.grace)"
                    + " after it was last uploaded, mounted, asked for or named by a manifest that"
                    + " is gone. A server lets two delays (gc.delay) pass then, in which a push"
                    + " takes it back; without a server it goes at once.",
            "",
            "Examples:",
            "  berth gc --dry-run",
            "  berth gc --data /srv/berth",
            "  berth gc --set gc.grace=1h"
        })
final class GcCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--dry-run",
            description =
                    "Tell what would go and how large it is, and change nothing. A server may run"
                            + " meanwhile.")
    private boolean dryRun;

    GcCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        BerthConfig config = options.read(console, Map.of()).config();
        LogSetup.apply(config.logging());
        var collection = new DataCollection(config, Clocks.system());
        console.say(
                dryRun
                        ? text(collection.look(), config.features().collection())
                        : text(collection.collect()));
        return 0;
    }

    private static String text(DataCollection.Outlook outlook, CollectionConfig config) {
        var garbage = outlook.garbage();
        return """
        garbage: %s, and %s that nothing has needed for %s
          due now: %s
        orphaned: %s
        nothing was changed
        """
                .formatted(
                        amount(garbage.blobs(), "blob"),
                        count(garbage.links(), "link"),
                        Durations.format(config.grace()),
                        amount(garbage.due(), "blob"),
                        amount(outlook.orphans(), "file"));
    }

    private static String text(DataCollection.Done done) {
        return "removed: %s, %s, %s"
                .formatted(
                        amount(done.collected().blobs(), "blob"),
                        count(done.collected().linksEnded(), "link"),
                        amount(done.orphans(), "orphaned file"));
    }

    private static String amount(Swept swept, String thing) {
        return "%s with %s".formatted(count(swept.blobs(), thing), Amount.ofBytes(swept.bytes()));
    }

    private static String count(long number, String thing) {
        return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
    }
}
