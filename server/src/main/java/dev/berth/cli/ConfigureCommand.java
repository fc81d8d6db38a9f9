package dev.berth.cli;

import dev.berth.boot.BerthConfig;
import dev.berth.boot.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
                    + " the registry.",
            "",
            "Examples:",
            "  eval \"$(berth configure)\"",
            "  eval \"$(berth configure --print)\""
        })
final class ConfigureCommand implements Callable<Integer> {
    private static final String REGISTRY = "BERTH_REGISTRY";

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
            console.say(exports(server, key));
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
                                                console.program(),
                                                ConfigOptions.dataOption(console, data))));
    }

    private static String exports(ServerAddress server, RootKey key) {
        var lines = new StringBuilder();
        export(lines, "AWS_ACCESS_KEY_ID", key.id());
        export(lines, "AWS_SECRET_ACCESS_KEY", key.secret());
        export(lines, "AWS_DEFAULT_REGION", server.region());
        export(lines, "AWS_ENDPOINT_URL", server.endpoint());
        export(lines, REGISTRY, server.registry());
        return lines.toString();
    }

    private static void export(StringBuilder lines, String name, String value) {
        lines.append("export ").append(name).append('=').append(Shell.quote(value)).append('\n');
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
        console.warn("Written. A shell uses it once it has run these lines:");
        var lines = new StringBuilder();
        export(lines, "AWS_PROFILE", profile);
        export(lines, REGISTRY, server.registry());
        console.say(lines.toString());
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
