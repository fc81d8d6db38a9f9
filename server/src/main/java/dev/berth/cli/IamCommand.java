package dev.berth.cli;

import dev.berth.access.Action;
import dev.berth.access.Explained;
import dev.berth.aws.Arn;
import dev.berth.boot.BerthConfig;
import dev.berth.boot.CannotStart;
import dev.berth.boot.DataExplanation;
import dev.berth.boot.LogSetup;
import dev.berth.cli.ConfigOptions.Assignment;
import dev.berth.config.ConfigFaults;
import dev.berth.config.NearestKey;
import dev.berth.runtime.Clocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Questions about who may do what. */
@Command(
        name = "iam",
        description = "Tells why somebody may do something, or may not.",
        synopsisSubcommandLabel = "COMMAND")
final class IamCommand implements Runnable {
    private static final int ALLOWED = 0;
    private static final int DENIED = 1;
    private static final int NOT_DECIDED = 2;

    private final Console console;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    IamCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: explain");
    }

    /** What is asked. */
    static final class Question {
        @Option(
                names = "--principal",
                paramLabel = "ARN",
                required = true,
                description =
                        "Who: the ARN of a user, a role, a role's session or root, or the name of a"
                                + " service such as codebuild.amazonaws.com.")
        private String principal = "";

        @Option(
                names = "--action",
                paramLabel = "ACTION",
                required = true,
                description = "What, such as ecr:PutImage.")
        private String action = "";

        @Option(
                names = "--resource",
                paramLabel = "ARN",
                description = "On what; * or nothing where the action knows no resource.")
        private String resource = "*";

        @Option(
                names = "--context",
                paramLabel = "KEY=VALUE",
                converter = Assignment.Reader.class,
                description =
                        "A condition key that the request has, such as aws:SourceIp=192.0.2.7. May be"
                                + " repeated, also for several values of one key.")
        private List<Assignment> context = List.of();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        private Action action() throws CommandFailed {
            for (Action known : Action.values()) {
                if (known.iamName().equalsIgnoreCase(action)) {
                    return known;
                }
            }
            var names = Arrays.stream(Action.values()).map(Action::iamName).toList();
            throw new CommandFailed(
                    "there is no action %s%s"
                            .formatted(
                                    action,
                                    NearestKey.of(action, names)
                                            .map(near -> "; did you mean " + near + "?")
                                            .orElse("")));
        }

        private @Nullable Arn resource() throws CommandFailed {
            if (resource.equals("*")) {
                return null;
            }
            return Arn.tryParse(resource)
                    .orElseThrow(() -> new CommandFailed("'%s' is not an ARN".formatted(resource)));
        }

        private Map<String, List<String>> context() {
            Map<String, List<String>> keys = new HashMap<>();
            context.forEach(given ->
                    keys.computeIfAbsent(given.key(), _ -> new ArrayList<>()).add(given.value()));
            return keys;
        }
    }

    @Command(
            name = "explain",
            description = {
                "Decides as the server would, and tells which statement of which policy decided and"
                        + " what every policy that was looked at says.",
                "",
                "It only reads the data folder; a server may run meanwhile."
            },
            sortOptions = false,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:allowed", "1:denied", "2:it could not be decided"},
            footer = {
                "",
                "Example:",
                "  berth iam explain --principal arn:aws:iam::000000000000:user/ci \\",
                "    --action ecr:PutImage \\",
                "    --resource arn:aws:ecr:us-east-1:000000000000:repository/app"
            })
    int explain(@Mixin ConfigOptions options, @Mixin Question question) {
        try {
            BerthConfig config = options.read(console, Map.of()).config();
            LogSetup.apply(config.logging());
            Explained explained =
                    new DataExplanation(config, Clocks.system())
                            .explain(
                                    question.principal,
                                    question.action(),
                                    question.resource(),
                                    question.context());
            console.say(
                    question.json
                            ? ExplanationText.json(explained)
                            : ExplanationText.plain(explained));
            return explained.isAllowed() ? ALLOWED : DENIED;
        } catch (ConfigFaults e) {
            e.faults().forEach(fault -> console.warn("berth: " + fault));
        } catch (CannotStart | CommandFailed e) {
            console.warn("berth: " + e.getMessage());
        }
        return NOT_DECIDED;
    }
}
