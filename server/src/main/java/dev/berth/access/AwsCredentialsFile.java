package dev.berth.access;

import java.io.IOException;
import java.nio.file.Path;

/** A root access key as the AWS tools read it; only the file's owner can. */
public final class AwsCredentialsFile {
    private final Path file;

    public AwsCredentialsFile(Path file) {
        this.file = file;
    }

    /** Replaces the file as a whole. */
    public void write(AccessKey key) throws IOException {
        OwnerOnlyFile.write(
                file,
                """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """
                        .formatted(key.id(), key.secret()));
    }
}
