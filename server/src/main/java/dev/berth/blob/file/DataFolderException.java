package dev.berth.blob.file;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data folder cannot be used; the reason is one that its owner can do something about. */
public final class DataFolderException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why a data folder cannot be used. */
    public enum Reason {
        HELD("is held by another berth"),
        NOT_WRITABLE("is not writable");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final Reason reason;

    DataFolderException(Path folder, Reason reason, @Nullable IOException cause) {
        super("the data folder " + folder + " " + reason.words, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
