package dev.berth.cli;

import dev.berth.access.AccessKey;
import dev.berth.aws.AccountId;
import dev.berth.boot.BerthConfig;
import dev.berth.boot.CannotStart;
import dev.berth.boot.DataAccounts;
import dev.berth.boot.LogSetup;
import dev.berth.config.ConfigFaults;
import dev.berth.identity.AccountSnapshot;
import dev.berth.runtime.Clocks;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes accounts, and tells which there are. */
@Command(
        name = "account",
        description = "Makes an account, or lists those that there are.",
        synopsisSubcommandLabel = "COMMAND")
final class AccountCommand implements Runnable {
    private final Console console;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    AccountCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: create or list");
    }

    @Command(
            name = "create",
            description = {
                "Makes an account, and prints the access key of its root: the only time that it is"
                        + " shown.",
                "",
                "The data folder's server must be stopped. Beside a running one, name the account in"
                        + " the file of identities."
            },
            sortOptions = false,
            footer = {"", "Example:", "  berth account create 111122223333"})
    int create(
            @Mixin ConfigOptions options,
            @Parameters(paramLabel = "ID", description = "Twelve digits.") String id)
            throws ConfigFaults, CommandFailed, CannotStart, IOException {
        AccountId account = account(id);
        AccessKey key =
                new DataAccounts(config(options), Clocks.system())
                        .create(account)
                        .orElseThrow(() ->
                                new CommandFailed(
                                        "there is an account %s already; berth root rotate-key --account %s gives its root a new key"
                                                .formatted(account, account)));
        console.say(RootCommand.text(key));
        return 0;
    }

    @Command(
            name = "list",
            description = "Lists all accounts. A server may run meanwhile.",
            sortOptions = false,
            footer = {"", "Example:", "  berth account list --data /srv/berth"})
    int list(@Mixin ConfigOptions options) throws ConfigFaults, CommandFailed, CannotStart {
        for (AccountSnapshot account : new DataAccounts(config(options), Clocks.system()).list()) {
            console.say(line(account));
        }
        return 0;
    }

    private static String line(AccountSnapshot account) {
        return "%s%s: %s, %s%s"
                .formatted(
                        account.account(),
                        account.alias().map(alias -> " (" + alias + ")").orElse(""),
                        count(account.users().size(), "user"),
                        count(account.roles().size(), "role"),
                        account.rootDisabled() ? ", root disabled" : "");
    }

    private static String count(int number, String thing) {
        return "%d %s%s".formatted(number, thing, number == 1 ? "" : "s");
    }

    static AccountId account(String text) throws CommandFailed {
        return AccountId.tryParse(text)
                .orElseThrow(() ->
                        new CommandFailed(
                                "'%s' is not an account id of twelve digits".formatted(text)));
    }

    private BerthConfig config(ConfigOptions options) throws ConfigFaults, CommandFailed {
        BerthConfig config = options.read(console, Map.of()).config();
        LogSetup.apply(config.logging());
        return config;
    }
}
