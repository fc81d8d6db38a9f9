package dev.berth.api.ecr.layers;

import dev.berth.api.ecr.input.Input;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the id of an upload. */
final class UploadId {
    private static final String MEMBER = "uploadId";
    private static final String TEXT =
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
    private static final Pattern PATTERN = Pattern.compile(TEXT);

    private UploadId() {}

    static String read(@Nullable String text) {
        var given = Input.required(MEMBER, text);
        if (!PATTERN.matcher(given).matches()) {
            throw Input.notMatching(MEMBER, TEXT);
        }
        return given;
    }
}
