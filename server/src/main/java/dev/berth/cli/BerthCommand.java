package dev.berth.cli;

import dev.berth.boot.CannotStart;
import dev.berth.boot.Version;
import dev.berth.config.ConfigFaults;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The commands' root: finds the command, and turns its failure into one line and an exit code. */
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
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

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
        line.addSubcommand(new ServeCommand(console));
        line.addSubcommand(new ConfigureCommand(console));
        line.addSubcommand(new ConfigCommand(console));
        line.addSubcommand(new GcCommand(console));
        line.addSubcommand(new TokenCommand(console));
        line.addSubcommand(new VerifyCommand(console));
        line.addSubcommand(new IamCommand(console));
        line.addSubcommand(new RootCommand(console));
        line.addSubcommand(new AccountCommand(console));
        line.addSubcommand(new WarmUpCommand(console));
        line.setOut(console.out());
        line.setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, _) -> misused(console, e));
        line.setExecutionExceptionHandler((e, _, _) -> failed(console, e));
        return line.execute(arguments);
    }

    private static int misused(Console console, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.warn("berth: %s (see %s --help)".formatted(e.getMessage(), command));
        return MISUSED;
    }

    private static int failed(Console console, Exception e) throws Exception {
        switch (e) {
            case ConfigFaults faults ->
                    faults.faults().forEach(fault -> console.warn("berth: " + fault));
            case CannotStart _, CommandFailed _ ->
                    String.valueOf(e.getMessage())
                            .lines()
                            .forEach(line -> console.warn("berth: " + line));
            case IOException io -> console.warn("berth: " + line(io));
            default -> throw e;
        }
        return FAILED;
    }

    private static String line(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException file ->
                    "%s: %s"
                            .formatted(
                                    file.getFile(),
                                    file.getReason() == null ? file : file.getReason());
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }
}
