package dev.berth.api.ecr.pulltimes;

import dev.berth.api.ecr.input.Input;
import dev.berth.image.ExcludedPrincipal;
import org.jspecify.annotations.Nullable;

/** Reads the ARN of a principal. */
final class PrincipalInput {
    private static final String MEMBER = "principalArn";

    private PrincipalInput() {}

    static ExcludedPrincipal read(@Nullable String arn) {
        var given =
                Input.length(MEMBER, Input.required(MEMBER, arn), 0, ExcludedPrincipal.MAX_LENGTH);
        if (!ExcludedPrincipal.isValid(given)) {
            throw Input.notMatching(MEMBER, ExcludedPrincipal.GRAMMAR);
        }
        return new ExcludedPrincipal(given);
    }
}
