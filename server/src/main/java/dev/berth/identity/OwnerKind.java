package dev.berth.identity;

/** What can hold policies and tags, or tags alone, with what IAM allows it. */
public enum OwnerKind {
    USER("user", "PoliciesPerUser", 2_048),
    GROUP("group", "PoliciesPerGroup", 5_120),
    ROLE("role", "PoliciesPerRole", 10_240),
    POLICY("policy", "", 0),
    OIDC_PROVIDER("oidc-provider", "", 0);

    private final String word;
    private final String quota;
    private final int maxInlineSize;

    OwnerKind(String word, String quota, int maxInlineSize) {
        this.word = word;
        this.quota = quota;
        this.maxInlineSize = maxInlineSize;
    }

    /** As errors and ARNs have it. */
    public String word() {
        return word;
    }

    /** The name of the quota of attached policies. */
    String quota() {
        return quota;
    }

    /** Of all inline policies together, in characters without white space. */
    int maxInlineSize() {
        return maxInlineSize;
    }
}
