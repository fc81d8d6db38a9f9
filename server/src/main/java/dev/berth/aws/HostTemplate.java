package dev.berth.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host names of registries: what {@code repositoryUri} and {@code proxyEndpoint} are built
 * from.
 *
 * @param scheme {@code http} or {@code https}
 * @param template a host with an optional port, in which {@code {account}} and {@code {region}}
 *     stand for the registry; it need not hold either
 */
public record HostTemplate(String scheme, String template) {

    /** ECR's form under any suffix, dual-stack and FIPS names included. */
    private static final Pattern ECR_HOST =
            Pattern.compile("([0-9]{12})\\.dkr[.-]ecr(?:-fips)?\\.([0-9a-z-]{2,25})\\..+");

    public String host(Registry registry) {
        return template.replace("{account}", registry.account().value())
                .replace("{region}", registry.region().value());
    }

    /** Scheme and host, without a slash at the end. */
    public String endpoint(Registry registry) {
        return scheme + "://" + host(registry);
    }

    /** What docker pulls: host and repository name, without a scheme. */
    public String repositoryUri(Registry registry, String repositoryName) {
        return host(registry) + "/" + repositoryName;
    }

    /** The registry that a Host header (with or without a port) names, if it has ECR's form. */
    public static Optional<Registry> registryOf(String host) {
        Matcher matcher = ECR_HOST.matcher(host);
        return matcher.matches()
                ? Optional.of(
                        new Registry(new AccountId(matcher.group(1)), new Region(matcher.group(2))))
                : Optional.empty();
    }
}
