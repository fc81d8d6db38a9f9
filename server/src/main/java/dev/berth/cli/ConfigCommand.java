package dev.berth.cli;

import dev.berth.config.ConfigFaults;
import dev.berth.config.SettingsReader.Setting;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows and checks settings without starting anything. */
@Command(
        name = "config",
        description = "Shows or checks the settings that `serve` would use.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
    private final Console console;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    ConfigCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: show or check");
    }

    @Command(
            name = "show",
            description =
                    "Prints every setting with its effective value, as a configuration file would"
                            + " write it.",
            sortOptions = false)
    int show(@Mixin ConfigOptions options) throws ConfigFaults, CommandFailed {
        console.say(yaml(options.read(console, Map.of()).settings()));
        return 0;
    }

    @Command(
            name = "check",
            description =
                    "Checks a configuration and reports all its faults at once. Nothing is started,"
                            + " and no file is touched.",
            sortOptions = false)
    int check(@Mixin ConfigOptions options) throws ConfigFaults, CommandFailed {
        int count = options.read(console, Map.of()).settings().size();
        console.say("the configuration is good (%d settings)".formatted(count));
        return 0;
    }

    /** Keys come sorted, so that those of one section stand together. */
    private static String yaml(Iterable<Setting> settings) {
        var text = new StringBuilder();
        String section = "";
        for (Setting setting : settings) {
            int dot = setting.key().indexOf('.');
            String in = dot < 0 ? "" : setting.key().substring(0, dot);
            if (!in.equals(section) && dot >= 0) {
                text.append(in).append(":\n");
            }
            section = in;
            text.append(dot < 0 ? "" : "  ")
                    .append(setting.key().substring(dot + 1))
                    .append(": ")
                    .append(setting.text())
                    .append('\n');
        }
        return text.toString();
    }
}
