package dev.berth.identity;

import dev.berth.aws.Arn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The policies that AWS manages, as far as a registry has use for them. Every account has them by
 * AWS's ARNs; nobody changes them. Their documents are resources of the jar.
 */
public final class AwsManagedPolicies {

    private record BuiltIn(
            String name,
            String id,
            long version,
            String createdAt,
            String updatedAt,
            String description) {}

    private static final List<BuiltIn> BUILT_IN =
            List.of(
                    new BuiltIn(
                            "AdministratorAccess",
                            "ANPAIWMBCKSKIEE64ZLYK",
                            1,
                            "2015-02-06T18:39:46Z",
                            "2015-02-06T18:39:46Z",
                            "Provides full access to AWS services and resources."),
                    new BuiltIn(
                            "AmazonEC2ContainerRegistryFullAccess",
                            "ANPAIESRL7KD7IIVF6V4W",
                            4,
                            "2015-12-21T17:06:48Z",
                            "2020-12-05T00:04:00Z",
                            "Provides administrative access to Amazon ECR resources"),
                    new BuiltIn(
                            "AmazonEC2ContainerRegistryPowerUser",
                            "ANPAJDNE5PIHROIBGGDDW",
                            3,
                            "2015-12-21T17:05:33Z",
                            "2019-12-10T20:48:22Z",
                            "Provides full access to Amazon EC2 Container Registry repositories, but does not allow repository deletion or policy changes."),
                    new BuiltIn(
                            "AmazonEC2ContainerRegistryPullOnly",
                            "ANPAZBERTHPULLONLY234",
                            2,
                            "2024-10-10T14:49:00Z",
                            "2025-03-03T18:16:00Z",
                            "Provides permissions to pull images from Amazon Elastic Container Registry repositories"),
                    new BuiltIn(
                            "AmazonEC2ContainerRegistryReadOnly",
                            "ANPAIFYZPA37OOHVIH7KQ",
                            3,
                            "2015-12-21T17:04:15Z",
                            "2019-12-10T20:56:22Z",
                            "Provides read-only access to Amazon EC2 Container Registry repositories."),
                    new BuiltIn(
                            "IAMFullAccess",
                            "ANPAI7XKCFMBPM3QQRRVQ",
                            2,
                            "2015-02-06T18:40:38Z",
                            "2019-06-21T19:40:00Z",
                            "Provides full access to IAM via the AWS Management Console."),
                    new BuiltIn(
                            "IAMReadOnlyAccess",
                            "ANPAJKSO7NDY4T57MWDSQ",
                            4,
                            "2015-02-06T18:40:39Z",
                            "2018-01-25T19:11:27Z",
                            "Provides read only access to IAM via the AWS Management Console."));

    private final Map<String, ManagedPolicy> byArn = new TreeMap<>();

    private AwsManagedPolicies() {
        for (BuiltIn policy : BUILT_IN) {
            ManagedPolicy managed = managed(policy);
            byArn.put(managed.arn().toString(), managed);
        }
    }

    /** Those of this version of berth. */
    public static AwsManagedPolicies builtIn() {
        return new AwsManagedPolicies();
    }

    public Optional<ManagedPolicy> find(Arn arn) {
        return Optional.ofNullable(byArn.get(arn.toString()));
    }

    /** In the order of their names. */
    public Collection<ManagedPolicy> all() {
        return Collections.unmodifiableCollection(byArn.values());
    }

    private static ManagedPolicy managed(BuiltIn policy) {
        Instant updatedAt = Instant.parse(policy.updatedAt());
        return new ManagedPolicy(
                new Arn("aws", "iam", "", "aws", "policy/" + policy.name()),
                policy.id(),
                "/",
                policy.name(),
                policy.description(),
                Instant.parse(policy.createdAt()),
                updatedAt,
                false,
                policy.version(),
                List.of(
                        new ManagedPolicy.Version(
                                policy.version(), document(policy.name()), updatedAt)),
                Held.NOTHING);
    }

    private static String document(String name) {
        String path = "/aws-policies/" + name + ".json";
        try (InputStream resource = AwsManagedPolicies.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new IllegalStateException("not in the jar: " + path);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
