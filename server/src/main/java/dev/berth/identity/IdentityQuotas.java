package dev.berth.identity;

/**
 * How much there may be.
 *
 * @param users of an account, like the four that follow
 * @param attachedPolicies of a user, a group or a role
 */
public record IdentityQuotas(
        int users,
        int groups,
        int roles,
        int policies,
        int oidcProviders,
        int groupsPerUser,
        int attachedPolicies,
        int accessKeysPerUser) {

    /** Those of AWS, before they are raised. */
    public static IdentityQuotas ofAws() {
        return new IdentityQuotas(5_000, 300, 1_000, 1_500, 100, 10, 10, 2);
    }
}
