package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy that stands for itself, an account's or one of AWS's.
 *
 * @param arn names {@code aws} as the account of those of AWS
 * @param versions newest first
 */
public record ManagedPolicy(
        Arn arn,
        String id,
        String path,
        String name,
        @Nullable String description,
        Instant createdAt,
        Instant updatedAt,
        boolean declared,
        long defaultVersion,
        List<Version> versions,
        Held held) {
    public ManagedPolicy {
        versions = List.copyOf(versions);
    }

    /** A version's document, which never changes. */
    public record Version(long number, String document, Instant createdAt) {

        /** As the API has it. */
        public String id() {
            return "v" + number;
        }
    }

    public static Arn arn(AccountId account, String path, String name) {
        return Arn.iam(account, "policy" + path + name);
    }

    /** The version that decides. */
    public Version effective() {
        for (Version version : versions) {
            if (version.number() == defaultVersion) {
                return version;
            }
        }
        throw new IllegalStateException("no default version of " + arn);
    }

    public boolean ofAws() {
        return arn.account().equals("aws");
    }

    public Owner owner() {
        return new Owner(OwnerKind.POLICY, id, arn, name);
    }
}
