package dev.berth.cli;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfig;
import dev.berth.boot.LogSetup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the registry until it is told to stop. */
@Command(
        name = "serve",
        description = "Runs the registry in the foreground until it is told to stop.",
        sortOptions = false,
        footer = {
            "",
            "Nothing need be configured. The first start creates the account and a root access key,"
                    + " keeps the key in DIR/credentials, and prints where the registry is and what"
                    + " to type next. Ctrl-C or SIGTERM lets requests under way end, then stops the"
                    + " server with exit code 0.",
            "",
            "Every option stands for a setting. A file (--config) and variables set them too: an"
                    + " option wins over a variable, and a variable over the file.",
            "",
            "Examples:",
            "  berth serve",
            "  berth serve --data /srv/berth --listen 127.0.0.1:8080",
            "  berth serve --listen 0.0.0.0:5327 --set registry.host=registry.example.com"
        })
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description =
                    "Where to listen (BERTH_LISTEN): an IP address or localhost, and a port. By"
                            + " default:%n127.0.0.1:5327 and [::1]:5327.%nMay be repeated.")
    private List<String> listen = List.of();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The region of the root key's registry (BERTH_REGION): us-east-1.")
    private @Nullable String region;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> more = new LinkedHashMap<>();
        if (!listen.isEmpty()) {
            more.put("listen", String.join(",", listen));
        }
        if (region != null) {
            more.put("region", region);
        }
        BerthConfig config = options.read(console, more).config();
        LogSetup.apply(config.logging());
        var berth = Berth.start(config);
        EndSignal.stopAtEnd(berth);
        console.say(new Greeting(console, berth).text());
        berth.awaitEnd();
        return 0;
    }
}
