package dev.berth.cli;

import dev.berth.boot.Berth;
import dev.berth.boot.ServerAddress;
import dev.berth.boot.Version;
import java.nio.file.Path;

/** What a server says once it is ready: at first all that a newcomer needs, later one line. */
final class Greeting {
    private static final String REPOSITORY = "proof-of-concept-repo";

    private final Console console;
    private final Berth berth;

    Greeting(Console console, Berth berth) {
        this.console = console;
        this.berth = berth;
    }

    String text() {
        ServerAddress address = berth.address();
        Path data = berth.config().data();
        if (!berth.isFirstStart()) {
            return "berth %s is ready at %s (registry %s, data in %s)"
                    .formatted(Version.current(), address.endpoint(), address.registry(), data);
        }
        String dataOption = ConfigOptions.dataOption(console, data);
        return """
        berth %s is ready

          endpoint       %s
          registry host  %s
          account        %s in region %s
          data           %s
          root key       %s (only you can read it)
        %s
        Next, in another terminal:

          eval "$(%s configure%s)"
          aws ecr create-repository --repository-name %s
        """
                        .formatted(
                                Version.current(),
                                address.endpoint(),
                                address.registry(),
                                address.account(),
                                address.region(),
                                data,
                                data.resolve("credentials"),
                                fullNames(address),
                                Shell.quote(console.program()),
                                dataOption,
                                REPOSITORY)
                + clients(address.registry())
                + (address.endpoint().startsWith("http:") ? plainHttp(address.registry()) : "");
    }

    private String fullNames(ServerAddress address) {
        return berth.lacksFullNames()
                ? """

                For names like ECR's: apt-get install libnss-myhostname, or add "127.0.0.1 %s.dkr.ecr.%s.localhost" to /etc/hosts, and start again.
                """
                        .formatted(address.account(), address.region())
                : "";
    }

    private static String clients(String host) {
        return """
          aws ecr get-login-password | docker login --username AWS --password-stdin %1$s
          docker tag IMAGE %1$s/%2$s:latest
          docker push %1$s/%2$s:latest
        """
                .formatted(host, REPOSITORY);
    }

    /** docker speaks http to loopback addresses of itself; the others want to be told. */
    private static String plainHttp(String host) {
        return """

        The same with skopeo, podman or buildah, which must be told that this is http:

          aws ecr get-login-password | skopeo login --tls-verify=false --username AWS --password-stdin %1$s
          skopeo copy --dest-tls-verify=false docker-daemon:IMAGE docker://%1$s/%2$s:latest
          aws ecr get-login-password | podman login --tls-verify=false --username AWS --password-stdin %1$s
          podman push --tls-verify=false IMAGE %1$s/%2$s:latest
          aws ecr get-login-password | buildah login --tls-verify=false --username AWS --password-stdin %1$s
          buildah push --tls-verify=false IMAGE %1$s/%2$s:latest
        """
                .formatted(host, REPOSITORY);
    }
}
