package dev.berth.boot;

import dev.berth.aws.HostTemplate;
import dev.berth.http.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a server calls itself.
 *
 * @param lacksFullNames whether registries go by a short name because ECR's form does not resolve
 */
record Names(ServerAddress address, HostTemplate hosts, boolean lacksFullNames) {

    static Names of(BerthConfig config, HttpServer server, LocalNames local)
            throws InterruptedException {
        String host = host(server.addresses());
        String withPort = host + ":" + server.port();
        boolean here = host.equals("localhost");
        boolean automatic = config.registryHost().template().isEmpty();
        boolean full = automatic && here && local.resolve();
        String template =
                automatic
                        ? full ? LocalNames.TEMPLATE + ":" + server.port() : withPort
                        : config.registryHost().template();
        var hosts = new HostTemplate(config.scheme(), template);
        var address =
                new ServerAddress(
                        (config.tls() == null ? "http://" : "https://") + withPort,
                        hosts.host(config.home()),
                        config.account().value(),
                        config.region().value());
        return new Names(address, hosts, automatic && here && !full);
    }

    /** A name under which this machine reaches the server. */
    private static String host(List<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            InetAddress ip = address.getAddress();
            if (ip.isLoopbackAddress() || ip.isAnyLocalAddress()) {
                return "localhost";
            }
        }
        String literal = addresses.getFirst().getAddress().getHostAddress();
        return literal.contains(":") ? "[" + literal + "]" : literal;
    }
}
