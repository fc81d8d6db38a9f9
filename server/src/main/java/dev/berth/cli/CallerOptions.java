package dev.berth.cli;

import dev.berth.boot.ServerAddress;
import dev.berth.config.ConfigFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** As whom, and of which server, a command asks: the same for every command that calls the API. */
final class CallerOptions {
    private static final String ENDPOINT = "endpoint_url";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "A profile of the AWS tools, with an endpoint_url, to sign with. Otherwise"
                            + " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL"
                            + " where all are set, or AWS_PROFILE where it has an endpoint_url, or"
                            + " the root key in the data folder.")
    private String profile = "";

    ApiClient client(Console console, ConfigOptions options)
            throws ConfigFaults, CommandFailed, IOException {
        if (!profile.isEmpty()) {
            return ofProfile(console, profile);
        }
        if (!options.namesData()) {
            String named = console.variable("AWS_PROFILE");
            if (isSet(console, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL")) {
                return ofVariables(console);
            }
            if (!named.isEmpty() && values(console, named).containsKey(ENDPOINT)) {
                return ofProfile(console, named);
            }
        }
        return ofData(options.read(console, Map.of()).config().data());
    }

    private static boolean isSet(Console console, String... variables) {
        for (String variable : variables) {
            if (console.variable(variable).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static ApiClient ofVariables(Console console) throws CommandFailed {
        String region = console.variable("AWS_REGION");
        String byDefault = console.variable("AWS_DEFAULT_REGION");
        if (region.isEmpty() && byDefault.isEmpty()) {
            throw new CommandFailed("neither AWS_REGION nor AWS_DEFAULT_REGION is set");
        }
        return new ApiClient(
                console.variable("AWS_ENDPOINT_URL"),
                new SigningKey(
                        console.variable("AWS_ACCESS_KEY_ID"),
                        console.variable("AWS_SECRET_ACCESS_KEY"),
                        console.variable("AWS_SESSION_TOKEN")),
                region.isEmpty() ? byDefault : region);
    }

    private static ApiClient ofProfile(Console console, String name)
            throws IOException, CommandFailed {
        Map<String, String> values = values(console, name);
        for (String key :
                new String[] {ENDPOINT, "region", "aws_access_key_id", "aws_secret_access_key"}) {
            if (values.getOrDefault(key, "").isEmpty()) {
                throw new CommandFailed("the profile '%s' has no %s".formatted(name, key));
            }
        }
        return new ApiClient(
                values.getOrDefault(ENDPOINT, ""),
                new SigningKey(
                        values.getOrDefault("aws_access_key_id", ""),
                        values.getOrDefault("aws_secret_access_key", ""),
                        values.getOrDefault("aws_session_token", "")),
                values.getOrDefault("region", ""));
    }

    private static Map<String, String> values(Console console, String name) throws IOException {
        String section = name.equals("default") ? name : "profile " + name;
        var values = AwsSections.read(text(console, "AWS_CONFIG_FILE", "config"), section);
        values.putAll(
                AwsSections.read(
                        text(console, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), name));
        return values;
    }

    private static String text(Console console, String variable, String name) throws IOException {
        try {
            return Files.readString(AwsFile.path(console, variable, name));
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    private static ApiClient ofData(Path data) throws IOException, CommandFailed {
        ServerAddress server =
                ServerAddress.of(data)
                        .orElseThrow(() ->
                                new CommandFailed(
                                        "no berth has run on %s yet; --data names another folder, --profile a server elsewhere"
                                                .formatted(data)));
        return new ApiClient(server.endpoint(), RootKey.of(data).signing(), server.region());
    }
}
