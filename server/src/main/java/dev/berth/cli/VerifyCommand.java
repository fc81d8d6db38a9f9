package dev.berth.cli;

import dev.berth.boot.BerthConfig;
import dev.berth.boot.CannotStart;
import dev.berth.boot.DataCheck;
import dev.berth.boot.LogSetup;
import dev.berth.config.ConfigFaults;
import dev.berth.runtime.Clocks;
import dev.berth.verify.Finding;
import dev.berth.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a data folder, and repairs it where it is told to. */
@Command(
        name = "verify",
        description = {
            "Checks that everything in the data folder is as it should be: reads every blob again and"
                    + " compares it with its digest, and compares repositories, images, tags and"
                    + " what they refer to with each other.",
            "",
            "It only reads, and may run while a server serves the same folder. Each fault is one"
                    + " line on the standard output."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong, or all that was is repaired",
            "1:something is wrong",
            "2:it could not be checked"
        },
        footer = {
            "",
            "What a crash may leave behind is told as \"left over\". It is nothing wrong: the server"
                    + " removes it of itself.",
            "",
            "Examples:",
            "  berth verify",
            "  berth verify --quick --data /srv/berth",
            "  berth verify --repair"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int CLEAN = 0;
    private static final int FAULTY = 1;
    private static final int NOT_CHECKED = 2;

    private final Console console;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--quick",
            description =
                    "Trust a blob's file that has the right size: does not read it. Takes seconds"
                            + " where reading takes hours, and does not find a flipped bit.")
    private boolean quick;

    @Option(
            names = "--repair",
            description =
                    "Repair what can be, with the server stopped: drop what leads nowhere, correct"
                            + " counts, and move damaged bytes to the folder quarantine in DIR. An"
                            + " image that lacks a layer then stays, to be pushed again or deleted.")
    private boolean repair;

    private long faults;
    private long repaired;
    private long leftOvers;
    private long leftOverBytes;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigFaults, CommandFailed {
        BerthConfig config = options.read(console, Map.of()).config();
        LogSetup.apply(config.logging());
        try (var view = ProgressView.of(console)) {
            var settings = new Verification.Settings(quick, Verification.REST);
            var check = new DataCheck(config, Clocks.system(), settings, view);
            var extent =
                    repair
                            ? check.repair((finding, done) -> tell(view, finding, done))
                            : check.check(finding -> tell(view, finding, Optional.empty()));
            view.say(summary(extent));
            return faults == repaired ? CLEAN : FAULTY;
        } catch (CannotStart e) {
            return notChecked(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return notChecked(e.toString());
        } catch (UncheckedIOException e) {
            return notChecked(String.valueOf(e.getCause()));
        }
    }

    private int notChecked(String reason) {
        console.warn("berth: " + reason);
        return NOT_CHECKED;
    }

    private void tell(ProgressView view, Finding finding, Optional<String> done) {
        switch (finding) {
            case Finding.Fault _ -> {
                faults++;
                repaired += done.isPresent() ? 1 : 0;
            }
            case Finding.LeftOver left -> {
                leftOvers++;
                leftOverBytes += left.bytes();
            }
        }
        view.say(finding.line());
        done.ifPresent(what -> view.say("  repaired: " + what));
    }

    private String summary(Verification.Extent extent) {
        var text = new StringBuilder();
        if (faults == 0) {
            text.append("clean");
        } else {
            text.append(count(faults, "fault"));
            if (repair) {
                text.append(", ").append(repaired).append(" repaired");
            }
        }
        text.append(": ")
                .append(count(extent.blobs(), "blob"))
                .append(quick ? " of " : ", read ")
                .append(Amount.ofBytes(extent.bytes()))
                .append(quick ? " by their sizes, " : " again, ")
                .append(count(extent.images(), "image"));
        if (leftOvers > 0) {
            text.append("; left over: ")
                    .append(count(leftOvers, "file"))
                    .append(" with ")
                    .append(Amount.ofBytes(leftOverBytes));
        }
        return text.toString();
    }

    private static String count(long number, String thing) {
        return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
    }
}
