package dev.berth.aws;

import java.util.Optional;

/**
 * An Amazon resource name, {@code arn:partition:service:region:account:resource}. Region and
 * account may be empty; the resource may hold colons.
 */
public record Arn(
        String partition, String service, String region, String account, String resource) {
    private static final String PARTITION = "aws";
    private static final int PARTS = 6;

    public static Optional<Arn> tryParse(String text) {
        String[] parts = text.split(":", PARTS);
        if (parts.length != PARTS
                || !parts[0].equals("arn")
                || parts[1].isEmpty()
                || parts[2].isEmpty()
                || parts[PARTS - 1].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    public static Arn ecr(Registry registry, String resource) {
        return new Arn(
                PARTITION, "ecr", registry.region().value(), registry.account().value(), resource);
    }

    public static Arn iam(AccountId account, String resource) {
        return new Arn(PARTITION, "iam", "", account.value(), resource);
    }

    public static Arn sts(AccountId account, String resource) {
        return new Arn(PARTITION, "sts", "", account.value(), resource);
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
