package dev.berth.cli;

/** Why a command did not do its work: one line for whoever gave it. */
final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1;

    CommandFailed(String reason) {
        super(reason);
    }
}
