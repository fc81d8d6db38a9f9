package dev.berth.cli;

import dev.berth.boot.BerthConfigReader;
import dev.berth.config.ConfigFaults;
import dev.berth.config.Sources;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name settings, the same for every command that reads them. */
final class ConfigOptions {
    /** Variables of ours that are not settings. */
    private static final List<String> OTHER_VARIABLES =
            List.of("BERTH_CONFIG", "BERTH_JAVA_HOME", "BERTH_JAVA_OPTIONS", "BERTH_REGISTRY");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The folder in which everything lies (BERTH_DATA); by default"
                            + " ~/.local/share/berth, or berth in $XDG_DATA_HOME.")
    private @Nullable String data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings (BERTH_CONFIG); none is needed.")
    private @Nullable String file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            converter = Assignment.Reader.class,
            description =
                    "Any other setting, such as --set log.requests=true; `berth config show`"
                            + " lists them all. May be repeated.")
    private List<Assignment> others = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    /** One setting as the command line gives it. */
    record Assignment(String key, String value) {

        /** Splits at the first sign of equality: values may have some of their own. */
        static final class Reader implements ITypeConverter<Assignment> {
            @Override
            public Assignment convert(String text) {
                int split = text.indexOf('=');
                if (split < 1) {
                    throw new TypeConversionException("'" + text + "' is not KEY=VALUE");
                }
                return new Assignment(text.substring(0, split), text.substring(split + 1));
            }
        }
    }

    /** {@code more} are settings that the command has options of its own for. */
    BerthConfigReader.Read read(Console console, Map<String, Object> more)
            throws ConfigFaults, CommandFailed {
        var sources = new Sources();
        String path = file != null ? file : console.variable("BERTH_CONFIG");
        if (!path.isEmpty()) {
            sources.file(path, text(path));
        }
        sources.variables(console.environment(), OTHER_VARIABLES);
        others.forEach(set -> sources.option(set.key(), set.value(), "--set " + set.key()));
        if (data != null) {
            sources.option("data", data, "--data");
        }
        more.forEach((key, value) -> sources.option(key, value, "--" + key));
        return BerthConfigReader.read(sources, defaultData(console));
    }

    /** Whether the command line says which data folder is meant. */
    boolean namesData() {
        return data != null;
    }

    /** What to add to a command so that it means this data folder; nothing for the usual one. */
    static String dataOption(Console console, Path data) {
        return data.equals(defaultData(console)) ? "" : " --data " + Shell.quote(data.toString());
    }

    private static String text(String path) throws CommandFailed {
        try {
            return Files.readString(Path.of(path));
        } catch (NoSuchFileException _) {
            throw new CommandFailed("there is no configuration file " + path);
        } catch (MalformedInputException _) {
            throw new CommandFailed("the configuration file " + path + " is not UTF-8");
        } catch (IOException e) {
            throw new CommandFailed(
                    "the configuration file %s cannot be read: %s".formatted(path, e.getMessage()));
        }
    }

    private static Path defaultData(Console console) {
        String shared = console.variable("XDG_DATA_HOME");
        return shared.isEmpty()
                ? console.home().resolve(".local/share/berth")
                : Path.of(shared).resolve("berth");
    }
}
