package dev.berth.cli;

import dev.berth.boot.CannotStart;
import dev.berth.config.ConfigFaults;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Turns the failure of a command into one line and an exit code. */
final class Failure {
    private static final int CODE = 1;

    private Failure() {}

    /** What no command expects is told with its trace. */
    static int tell(Console console, Exception e) {
        switch (e) {
            case ConfigFaults faults ->
                    faults.faults().forEach(fault -> console.warn("berth: " + fault));
            case CannotStart _, CommandFailed _ ->
                    String.valueOf(e.getMessage())
                            .lines()
                            .forEach(line -> console.warn("berth: " + line));
            case IOException io -> console.warn("berth: " + line(io));
            default -> e.printStackTrace(console.err());
        }
        return CODE;
    }

    private static String line(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException file ->
                    "%s: %s"
                            .formatted(
                                    file.getFile(),
                                    file.getReason() == null ? file : file.getReason());
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }
}
