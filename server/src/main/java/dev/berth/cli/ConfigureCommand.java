package dev.berth.cli;

import dev.berth.boot.BerthConfig;
import dev.berth.boot.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells the AWS tools about a server: as a profile, or as variables. */
@Command(
        name = "configure",
        description =
                "Writes a profile with the address and the root key of a server for the aws command"
                        + " and the AWS SDKs, after asking. Other profiles and comments stay as"
                        + " they are.",
        sortOptions = false,
        footer = {
            "",
            "The server is the one that --data names; it must have been started once, but need not"
                    + " run now. The files are ~/.aws/config and ~/.aws/credentials, or those that"
                    + " AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name.",
            "",
            "Questions go to the error output. The standard output is lines for a shell alone, so that"
                    + " eval makes the shell use the profile, and sets BERTH_REGISTRY to the host of"
                    + " the registry. Variables that the AWS tools would prefer to it, such as"
                    + " AWS_ACCESS_KEY_ID, are unset. Where nothing is written or something fails,"
                    + " the line is `false`, so that eval fails too.",
            "",
            "Examples:",
            "  eval \"$(berth configure)\"",
            "  eval \"$(berth configure --print)\""
        })
final class ConfigureCommand implements Callable<Integer> {
    private static final String REGISTRY = "BERTH_REGISTRY";

    /** What the AWS tools prefer to the values of a profile. */
    private static final List<String> PREFERRED_TO_PROFILE =
            List.of(
                    "AWS_ACCESS_KEY_ID",
                    "AWS_SECRET_ACCESS_KEY",
                    "AWS_SESSION_TOKEN",
                    "AWS_ENDPOINT_URL",
                    "AWS_DEFAULT_REGION",
                    "AWS_REGION",
                    "AWS_DEFAULT_PROFILE");

    /** A token would be sent along with our key; some tools prefer a profile to a key. */
    private static final List<String> AT_ODDS_WITH_KEY =
            List.of("AWS_SESSION_TOKEN", "AWS_PROFILE");

    private final Console console;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "berth",
            description = "The profile to write: ${DEFAULT-VALUE} if nothing else is said.")
    private String profile = "berth";

    @Option(
            names = "--print",
            description = "Write nothing: print lines that set the key itself instead.")
    private boolean print;

    @Option(
            names = {"-y", "--yes"},
            description = "Write without asking.")
    private boolean yes;

    ConfigureCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        BerthConfig config = options.read(console, Map.of()).config();
        Path data = config.data();
        ServerAddress server = server(data);
        RootKey key = RootKey.of(data);
        AwsCommandLine.complaint(console.variable("PATH"))
                .ifPresent(text -> console.warn("berth: warning: " + text));
        if (print) {
            print(server, key);
            return 0;
        }
        return write(server, key, data);
    }

    private ServerAddress server(Path data) throws IOException, CommandFailed {
        return ServerAddress.of(data)
                .orElseThrow(() ->
                        new CommandFailed(
                                "no berth has run on %s yet; start one with: %s serve%s"
                                        .formatted(
                                                data,
                                                Shell.quote(console.program()),
                                                ConfigOptions.dataOption(console, data))));
    }

    private void print(ServerAddress server, RootKey key) {
        console.say(
                without(AT_ODDS_WITH_KEY)
                        .export("AWS_ACCESS_KEY_ID", key.id())
                        .export("AWS_SECRET_ACCESS_KEY", key.secret())
                        .export("AWS_DEFAULT_REGION", server.region())
                        .export("AWS_ENDPOINT_URL", server.endpoint())
                        .export(REGISTRY, server.registry())
                        .text());
    }

    /** Lines that begin with the end of those variables that are set, and says so. */
    private ShellLines without(List<String> names) {
        List<String> set = names.stream().filter(console.environment()::containsKey).toList();
        if (!set.isEmpty()) {
            console.warn(
                    "The lines also unset what would get in the way: " + String.join(", ", set));
        }
        return new ShellLines().unset(set);
    }

    private int write(ServerAddress server, RootKey key, Path data) throws Exception {
        if (profile.isBlank() || profile.matches(".*[\\[\\]\\p{Cntrl}].*")) {
            throw new CommandFailed("'" + profile + "' cannot be the name of a profile");
        }
        var settings = new AwsFile(AwsFile.path(console, "AWS_CONFIG_FILE", "config"));
        var secrets =
                new AwsFile(AwsFile.path(console, "AWS_SHARED_CREDENTIALS_FILE", "credentials"));
        String section = profile.equals("default") ? profile : "profile " + profile;
        Map<String, Optional<String>> settingValues = new LinkedHashMap<>();
        settingValues.put("region", Optional.of(server.region()));
        settingValues.put("endpoint_url", Optional.of(server.endpoint()));
        Map<String, Optional<String>> secretValues = new LinkedHashMap<>();
        secretValues.put("aws_access_key_id", Optional.of(key.id()));
        secretValues.put("aws_secret_access_key", Optional.of(key.secret()));
        // the token of a session would be sent along with the key, and refused
        secretValues.put("aws_session_token", Optional.empty());
        String settingsText = settings.text();
        String secretsText = secrets.text();
        boolean replaces =
                AwsSections.has(settingsText, section) || AwsSections.has(secretsText, profile);
        console.warn(
                """
                This %s the profile "%s":

                  %s
                    [%s]
                %s
                  %s
                    [%s]
                %s\
                """
                        .formatted(
                                replaces ? "changes" : "adds",
                                profile,
                                settings.path(),
                                section,
                                lines(AwsSections.read(settingsText, section), settingValues, data),
                                secrets.path(),
                                profile,
                                lines(AwsSections.read(secretsText, profile), secretValues, data)));
        if (!yes && !confirmed()) {
            throw new CommandFailed("nothing was written");
        }
        settings.edit(section, settingValues);
        secrets.edit(profile, secretValues);
        console.warn(
                "Written. The lines on the standard output make a shell use it; eval runs them.");
        console.say(
                without(PREFERRED_TO_PROFILE)
                        .export("AWS_PROFILE", profile)
                        .export(REGISTRY, server.registry())
                        .text());
        return 0;
    }

    /** What the section will say; values that are replaced stand before the new ones. */
    private static String lines(
            Map<String, String> before, Map<String, Optional<String>> after, Path data) {
        var lines = new StringBuilder();
        after.forEach((key, value) -> {
            Optional<String> old = Optional.ofNullable(before.get(key));
            boolean secret = !key.equals("aws_access_key_id") && key.startsWith("aws_");
            Optional<String> now =
                    value.map(v -> secret ? "(as in " + RootKey.file(data) + ")" : v);
            if (old.isPresent() && !old.equals(value)) {
                String replaced = secret ? "(another one)" : old.get();
                String change = now.map(n -> "is replaced by " + n).orElse("is removed");
                lines.append("    %s: %s %s\n".formatted(key, replaced, change));
            } else {
                now.ifPresent(n -> lines.append("    %s = %s\n".formatted(key, n)));
            }
        });
        return lines.toString();
    }

    private boolean confirmed() throws IOException {
        // the standard output is what a shell evaluates
        console.err().print("Go on? [y/N] ");
        console.err().flush();
        String answer = console.in().readLine();
        if (answer == null) {
            console.warn("\n");
            return false;
        }
        String word = answer.strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
