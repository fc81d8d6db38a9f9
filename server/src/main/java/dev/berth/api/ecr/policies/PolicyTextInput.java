package dev.berth.api.ecr.policies;

import dev.berth.api.ecr.input.Input;
import org.jspecify.annotations.Nullable;

/** The text of a policy, as long as ECR takes it. */
final class PolicyTextInput {
    private static final String MEMBER = "policyText";
    private static final int MAX_LENGTH = 10_240;

    private PolicyTextInput() {}

    static String read(@Nullable String text) {
        return Input.length(MEMBER, Input.required(MEMBER, text), 0, MAX_LENGTH);
    }
}
