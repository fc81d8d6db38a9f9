package dev.berth.cli;

import dev.berth.config.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Tokens for robots: whoever pulls or pushes and cannot log in anew every few hours. */
@Command(
        name = "token",
        description = "Creates, lists and revokes the tokens of robots.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  berth token create --name cluster --repository 'team/*' --action pull \\",
            "    --lifetime 90d | docker login --username AWS --password-stdin REGISTRY"
        })
final class TokenCommand implements Runnable {
    private final Console console;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    /** What CreateRegistryToken takes. */
    record NewToken(
            String name,
            @Nullable String description,
            @Nullable String principalArn,
            @Nullable List<String> repositories,
            @Nullable List<String> actions,
            @Nullable Long lifetimeSeconds) {}

    /** What it answers with. */
    record Created(Token registryToken, String password, String proxyEndpoint) {}

    /** A token as every answer shows it. */
    record Token(
            String tokenId,
            @Nullable String name,
            String principalArn,
            @Nullable List<String> repositories,
            @Nullable List<String> actions,
            BigDecimal expiresAt,
            @Nullable BigDecimal lastUsedAt,
            String status) {}

    record Listing(
            @Nullable String principalArn, boolean includeLogins, @Nullable String nextToken) {}

    record Page(List<Token> registryTokens, @Nullable String nextToken) {}

    record One(String tokenId, @Nullable String principalArn) {}

    record Revoked(Token registryToken) {}

    record All(String principalArn) {}

    record AllRevoked(BigDecimal revokedUntil) {}

    /** Reads {@code 90d} and its like. */
    static final class Lifetime implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.tryParse(text)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "'" + text + "' is not a duration such as 12h or 90d"));
        }
    }

    TokenCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: create, list or revoke");
    }

    @Command(
            name = "create",
            description =
                    "Makes a token and prints it, this once; everything else goes to the error"
                            + " output, so that `docker login --password-stdin` can read it.",
            sortOptions = false,
            footer = {
                "",
                "Example:",
                "  berth token create --name cluster --repository 'team/*' --action pull \\",
                "    --lifetime 90d | docker login --username AWS --password-stdin REGISTRY"
            })
    int create(
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            required = true,
                            description = "What it is for.")
                    String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "More about that.")
                    String description,
            @Option(
                            names = "--principal",
                            paramLabel = "ARN",
                            description =
                                    "The user or role that acts with it; by default whoever signs.")
                    String principal,
            @Option(
                            names = "--repository",
                            paramLabel = "NAME",
                            description =
                                    "A repository that it reaches; * stands for any characters."
                                            + " May be repeated; by default all.")
                    List<String> repositories,
            @Option(
                            names = "--action",
                            paramLabel = "ACTION",
                            description =
                                    "What it may do at most: pull, push, or an action such as"
                                            + " ecr:ListImages. May be repeated; by default all"
                                            + " that its principal may.")
                    List<String> actions,
            @Option(
                            names = "--lifetime",
                            paramLabel = "TIME",
                            converter = Lifetime.class,
                            description = "From 15m to 3653d; 12h if nothing else is said.")
                    Duration lifetime,
            @Mixin CallerOptions caller,
            @Mixin ConfigOptions options)
            throws Exception {
        var wanted =
                new NewToken(
                        name,
                        description,
                        principal,
                        repositories,
                        actions,
                        lifetime == null ? null : lifetime.toSeconds());
        try (var client = caller.client(console, options)) {
            Created created = client.own("CreateRegistryToken", wanted, Created.class);
            Token token = created.registryToken();
            console.warn(
                    """
                    token %s
                    acts as %s, %s
                    ends at %s
                    log in with: docker login --username AWS --password-stdin %s\
                    """
                            .formatted(
                                    token.tokenId(),
                                    token.principalArn(),
                                    scope(token),
                                    time(token.expiresAt()),
                                    created.proxyEndpoint().replaceFirst("^https?://", "")));
            console.say(created.password());
        }
        return 0;
    }

    @Command(
            name = "list",
            description = "Lists the tokens that have not ended, with their last use.",
            sortOptions = false,
            footer = {"", "Example:", "  berth token list --logins"})
    int list(
            @Option(
                            names = "--principal",
                            paramLabel = "ARN",
                            description =
                                    "Those of this user, role or root; by default all of the"
                                            + " account.")
                    String principal,
            @Option(names = "--logins", description = "The tokens of docker login among them.")
                    boolean logins,
            @Mixin CallerOptions caller,
            @Mixin ConfigOptions options)
            throws Exception {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "NAME", "PRINCIPAL", "SCOPE", "ENDS", "LAST USED", "STATUS"));
        try (var client = caller.client(console, options)) {
            @Nullable String next = null;
            do {
                Page page =
                        client.own(
                                "ListRegistryTokens",
                                new Listing(principal, logins, next),
                                Page.class);
                page.registryTokens().forEach(token -> rows.add(row(token)));
                next = page.nextToken();
            } while (next != null);
        }
        console.say(Columns.of(rows));
        return 0;
    }

    @Command(
            name = "revoke",
            description =
                    "Ends tokens at once: those with the ids, or all that a principal has, those"
                            + " of docker login among them.",
            sortOptions = false,
            footer = {
                "",
                "Example:",
                "  berth token revoke --all-of arn:aws:iam::000000000000:user/cluster"
            })
    int revoke(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of tokens.")
                    List<String> ids,
            @Option(
                            names = "--principal",
                            paramLabel = "ARN",
                            description =
                                    "Whose tokens these are, for who may end the tokens of that"
                                            + " principal alone.")
                    String principal,
            @Option(
                            names = "--all-of",
                            paramLabel = "ARN",
                            description = "End every token of this user, role or root.")
                    String allOf,
            @Mixin CallerOptions caller,
            @Mixin ConfigOptions options)
            throws Exception {
        boolean named = ids != null && !ids.isEmpty();
        if (named == (allOf != null)) {
            throw new ParameterException(
                    spec.subcommands().get("revoke"),
                    "name either the ids of tokens or --all-of ARN");
        }
        try (var client = caller.client(console, options)) {
            if (allOf != null) {
                var revoked = client.own("RevokeRegistryTokens", new All(allOf), AllRevoked.class);
                console.say(
                        "all tokens of %s until %s are revoked"
                                .formatted(allOf, time(revoked.revokedUntil())));
            } else {
                for (String id : ids) {
                    client.own("RevokeRegistryToken", new One(id, principal), Revoked.class);
                    console.say(id + " is revoked");
                }
            }
        }
        return 0;
    }

    private static List<String> row(Token token) {
        return List.of(
                token.tokenId(),
                token.name() == null ? "(login)" : token.name(),
                token.principalArn(),
                scope(token),
                time(token.expiresAt()),
                token.lastUsedAt() == null ? "never" : time(token.lastUsedAt()),
                token.status().toLowerCase(Locale.ROOT));
    }

    private static String scope(Token token) {
        List<String> repositories = token.repositories();
        List<String> actions = token.actions();
        return repositories == null || actions == null
                ? "everything it may"
                : String.join(",", actions) + " on " + String.join(",", repositories);
    }

    private static String time(BigDecimal seconds) {
        return Instant.ofEpochSecond(seconds.longValue()).toString();
    }
}
