package dev.berth.cli;

import dev.berth.config.ConfigFaults;
import dev.berth.config.SettingsReader.Setting;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Declared;
import dev.berth.identity.file.IdentitiesFile;
import dev.berth.identity.file.IdentitiesReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
            sortOptions = false,
            footer = {"", "Example:", "  berth config show --data /srv/berth > berth.yaml"})
    int show(@Mixin ConfigOptions options) throws ConfigFaults, CommandFailed {
        console.say(yaml(options.read(console, Map.of()).settings()));
        return 0;
    }

    @Command(
            name = "check",
            description =
                    "Checks a configuration, and the file of identities that it names, and reports all"
                            + " their faults at once. Nothing is started, and no file is touched.",
            sortOptions = false,
            footer = {"", "Example:", "  berth config check --config berth.yaml"})
    int check(@Mixin ConfigOptions options) throws ConfigFaults, CommandFailed {
        var read = options.read(console, Map.of());
        String identities = identities(read.config().identities());
        console.say("the configuration is good (%d settings)".formatted(read.settings().size()));
        console.say(identities);
        return 0;
    }

    /** What the file of identities holds, if there is one. */
    private String identities(@Nullable Path file) throws ConfigFaults {
        if (file == null) {
            return "";
        }
        var reader =
                new IdentitiesReader(
                        AwsManagedPolicies.builtIn(),
                        name -> Optional.ofNullable(console.environment().get(name)));
        List<Declared.Account> accounts =
                new IdentitiesFile(file, reader).read().declared().accounts();
        return "the identities are good (accounts: %d, users: %d, groups: %d, roles: %d, policies: %d)"
                .formatted(
                        accounts.size(),
                        accounts.stream().mapToInt(account -> account.users().size()).sum(),
                        accounts.stream().mapToInt(account -> account.groups().size()).sum(),
                        accounts.stream().mapToInt(account -> account.roles().size()).sum(),
                        accounts.stream().mapToInt(account -> account.policies().size()).sum());
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
