package dev.berth.cli;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfig;
import dev.berth.boot.BerthConfigReader;
import dev.berth.boot.LogSetup;
import dev.berth.config.Sources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs a server for a moment, in a folder that goes again, and does with it what clients do: the
 * training from which the launcher makes the cache that lets later starts be quick.
 */
@Command(name = "warm-up", hidden = true, description = "Trains the cache for quick starts.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String POLICY =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*",\
            "Resource":"arn:aws:ecr:*:*:repository/warm/*",\
            "Condition":{"StringLike":{"aws:PrincipalArn":"*"}}}]}\
            """;

    private final Console console;

    @Option(names = "--rounds", defaultValue = "300", description = "How many images to push.")
    private int rounds;

    WarmUpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("berth-warm-up");
        try {
            BerthConfig config =
                    BerthConfigReader.read(
                                    new Sources().option("listen", "127.0.0.1:0", "--listen"), data)
                            .config();
            LogSetup.apply(config.logging());
            try (var berth = Berth.start(config)) {
                greet(berth);
                use(berth, data);
            }
            // a later start takes other paths than the first
            try (var berth = Berth.start(config)) {
                greet(berth);
            }
        } finally {
            remove(data);
        }
        return 0;
    }

    private void greet(Berth berth) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        nowhere.print(new Greeting(console, berth).text());
    }

    private void use(Berth berth, Path data) throws Exception {
        var address = berth.address();
        var key = RootKey.of(data).signing();
        try (var client = new ApiClient(address.endpoint(), key, address.region())) {
            TypicalUse.prepare(client);
            TypicalUse.of(client, "root", rounds);
            try (var user = new ApiClient(address.endpoint(), user(client), address.region())) {
                TypicalUse.of(user, "user", rounds);
            }
        }
    }

    /** Somebody for whom policies are asked. */
    private static SigningKey user(ApiClient client) throws IOException, InterruptedException {
        String form = "&Version=2010-05-08&UserName=warm";
        client.query("iam", "Action=CreateUser" + form);
        client.query(
                "iam",
                "Action=AttachUserPolicy"
                        + form
                        + "&PolicyArn=arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser");
        client.query(
                "iam",
                "Action=PutUserPolicy"
                        + form
                        + "&PolicyName=warm&PolicyDocument="
                        + URLEncoder.encode(POLICY, StandardCharsets.UTF_8));
        String key = client.query("iam", "Action=CreateAccessKey" + form);
        return new SigningKey(element("AccessKeyId", key), element("SecretAccessKey", key), "");
    }

    private static String element(String name, String xml) throws IOException {
        String begin = "<" + name + ">";
        int at = xml.indexOf(begin);
        int end = xml.indexOf("</" + name + ">");
        if (at < 0 || end < at) {
            throw new IOException("no " + name + " in the answer");
        }
        return xml.substring(at + begin.length(), end);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
