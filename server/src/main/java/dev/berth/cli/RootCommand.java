package dev.berth.cli;

import dev.berth.access.AccessKey;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.boot.BerthConfig;
import dev.berth.boot.CannotStart;
import dev.berth.boot.DataAccounts;
import dev.berth.boot.LogSetup;
import dev.berth.config.ConfigFaults;
import dev.berth.runtime.Clocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What only who holds the data folder may do with the root of an account. */
@Command(
        name = "root",
        description = {
            "Exchanges the key of an account's root, or shuts root out.",
            "",
            "These commands are for a data folder whose server is stopped."
        },
        synopsisSubcommandLabel = "COMMAND")
final class RootCommand implements Runnable {
    private final Console console;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    RootCommand(Console console) {
        this.console = console;
    }

    /** Whose root is meant. */
    static final class Whose {
        @Option(
                names = "--account",
                paramLabel = "ID",
                description = "Whose root: the account of the server, if nothing else is said.")
        private @Nullable String account;

        AccountId of(BerthConfig config) throws CommandFailed {
            return account == null ? config.account() : AccountCommand.account(account);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: rotate-key, disable or enable");
    }

    @Command(
            name = "rotate-key",
            description = {
                "Gives the root of an account a new access key, and deactivates those before.",
                "",
                "The new key is stored in DIR/credentials, for its owner alone; that of another"
                        + " account (--account) is printed. Only then the others are deactivated:"
                        + " whenever this is interrupted, there is a key that works. Run it again"
                        + " then."
            },
            sortOptions = false,
            footer = {"", "Example:", "  berth root rotate-key --data /srv/berth"})
    int rotateKey(@Mixin ConfigOptions options, @Mixin Whose whose)
            throws ConfigFaults, CommandFailed, CannotStart, IOException {
        BerthConfig config = config(options);
        AccountId account = whose.of(config);
        Optional<Path> file =
                new DataAccounts(config, Clocks.system())
                        .rotateRootKey(account, key -> console.say(text(key)));
        file.ifPresent(path ->
                console.say(
                        "the root of %s has a new key, stored in %s; those before are deactivated"
                                .formatted(account, path)));
        return 0;
    }

    @Command(
            name = "disable",
            description = {
                "Gives the root of an account no access at all, whatever key, session or login token"
                        + " it has.",
                "",
                "Refused when nobody is left who could manage the account: no user with"
                        + " administrator rights and an active key, and no role with these rights that"
                        + " someone can assume."
            },
            sortOptions = false,
            footer = {"", "Example:", "  berth root disable --account 111122223333"})
    int disable(
            @Mixin ConfigOptions options,
            @Mixin Whose whose,
            @Option(names = "--force", description = "Disable it although nobody else is left.")
                    boolean force)
            throws ConfigFaults, CommandFailed, CannotStart, IOException {
        BerthConfig config = config(options);
        AccountId account = whose.of(config);
        Optional<Arn> left =
                new DataAccounts(config, Clocks.system()).setRootDisabled(account, true, force);
        console.say(
                "the root of %s is disabled; %s"
                        .formatted(
                                account,
                                left.map(arn -> arn + " manages the account")
                                        .orElse("nobody else manages the account")));
        return 0;
    }

    @Command(
            name = "enable",
            description = "Lets the root of an account in again.",
            sortOptions = false,
            footer = {"", "Example:", "  berth root enable --account 111122223333"})
    int enable(@Mixin ConfigOptions options, @Mixin Whose whose)
            throws ConfigFaults, CommandFailed, CannotStart, IOException {
        BerthConfig config = config(options);
        AccountId account = whose.of(config);
        new DataAccounts(config, Clocks.system()).setRootDisabled(account, false, false);
        console.say("the root of %s is enabled".formatted(account));
        return 0;
    }

    private BerthConfig config(ConfigOptions options) throws ConfigFaults, CommandFailed {
        BerthConfig config = options.read(console, Map.of()).config();
        LogSetup.apply(config.logging());
        return config;
    }

    /** As the AWS tools read it from a file. */
    static String text(AccessKey key) {
        return """
        [%s]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
                .formatted(key.account(), key.id(), key.secret());
    }
}
