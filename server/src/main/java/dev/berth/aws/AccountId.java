package dev.berth.aws;

import java.util.Optional;

/** Twelve digits. */
public record AccountId(String value) {
    private static final int LENGTH = 12;

    public AccountId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an account id of twelve digits: " + value);
        }
    }

    public static Optional<AccountId> tryParse(String text) {
        return isValid(text) ? Optional.of(new AccountId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return value;
    }
}
