package dev.berth.api.ecr.repositories;

import dev.berth.api.ecr.input.Input;
import dev.berth.api.ecr.shape.EncryptionConfigurationShape;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Lets the encryption pass that there is, which is the default. */
final class EncryptionInput {
    private static final String MEMBER = "encryptionConfiguration";
    private static final int MAX_KEY_LENGTH = 2048;

    private EncryptionInput() {}

    private enum Type {
        AES256,
        KMS,
        KMS_DSSE
    }

    static void check(@Nullable EncryptionConfigurationShape encryption, String version) {
        if (encryption == null) {
            return;
        }
        var type =
                Input.oneOf(
                        "encryptionType",
                        Type.class,
                        Input.required("encryptionType", encryption.encryptionType()));
        if (encryption.kmsKey() != null) {
            Input.length("kmsKey", encryption.kmsKey(), 1, MAX_KEY_LENGTH);
        }
        switch (type) {
            case AES256 -> {
                if (encryption.kmsKey() != null) {
                    throw Input.invalid(
                            MEMBER, "KmsKey must be null when encryptionType is set as AES256");
                }
            }
            case KMS, KMS_DSSE ->
                    throw new ProblemException(
                            new Problem.NotAvailable("encryptionType " + type, version));
        }
    }
}
