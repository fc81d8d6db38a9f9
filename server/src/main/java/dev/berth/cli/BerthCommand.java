package dev.berth.cli;

import dev.berth.boot.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands' root: finds the command and runs it. */
@Command(
        name = "berth",
        description = "A private container registry that speaks Amazon ECR.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = HelpCommand.class,
        versionProvider = BerthCommand.VersionLine.class,
        footer = {
            "",
            "Begin with `berth serve`: it needs no configuration, keeps what it stores in one folder,"
                    + " listens on this machine alone, and prints what to type next.",
            "",
            "In a checkout, `./berth test` builds everything and runs all tests."
        })
public final class BerthCommand implements Runnable {
    private static final int MISUSED = 2;
    private static final String CONFIGURE = "configure";

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    BerthCommand() {
        spec = CommandLine.Model.CommandSpec.create();
    }

    /** Prints what {@code berth --version} says. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"berth " + Version.current()};
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs a command of this process; the answer is its exit code. */
    public static int run(String... arguments) {
        return run(Console.ofProcess(), arguments);
    }

    static int run(Console console, String... arguments) {
        var line = new CommandLine(new BerthCommand());
        commands(console, arguments)
                .forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.setOut(console.out());
        line.setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionStrategy(BerthCommand::execute);
        line.setParameterExceptionHandler((e, _) -> misused(console, e));
        line.setExecutionExceptionHandler((e, _, _) -> Failure.tell(console, e));
        int code = line.execute(arguments);
        if (code != 0 && first(arguments).equals(CONFIGURE)) {
            // eval sees the output alone, and would succeed if there were none
            console.say("false");
        }
        return code;
    }

    /** Help does not excuse words that no command knows. */
    private static int execute(ParseResult parsed) {
        for (ParseResult part = parsed; part != null; part = part.subcommand()) {
            if (!part.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(
                        part.commandSpec().commandLine(), part.unmatched());
            }
        }
        return new RunLast().execute(parsed);
    }

    /**
     * The one that the arguments begin with, if they do: to read all that the others take is a good
     * part of a start.
     */
    private static Map<String, Supplier<Object>> commands(Console console, String... arguments) {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("serve", () -> new ServeCommand(console));
        commands.put(CONFIGURE, () -> new ConfigureCommand(console));
        commands.put("config", () -> new ConfigCommand(console));
        commands.put("gc", () -> new GcCommand(console));
        commands.put("token", () -> new TokenCommand(console));
        commands.put("verify", () -> new VerifyCommand(console));
        commands.put("iam", () -> new IamCommand(console));
        commands.put("root", () -> new RootCommand(console));
        commands.put("account", () -> new AccountCommand(console));
        commands.put("warm-up", () -> new WarmUpCommand(console));
        String first = first(arguments);
        Supplier<Object> asked = commands.get(first);
        return asked == null ? commands : Map.of(first, asked);
    }

    private static String first(String... arguments) {
        return arguments.length == 0 ? "" : arguments[0];
    }

    private static int misused(Console console, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.warn("berth: %s (see %s --help)".formatted(e.getMessage(), command));
        return MISUSED;
    }
}
