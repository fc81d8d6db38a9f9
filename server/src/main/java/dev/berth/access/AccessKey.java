package dev.berth.access;

import dev.berth.aws.AccountId;

/** A long-term key of an account's root. It prints without its secret. */
public record AccessKey(String id, AccountId account, String secret) {

    @Override
    public String toString() {
        return "AccessKey[id=" + id + ", account=" + account + "]";
    }
}
