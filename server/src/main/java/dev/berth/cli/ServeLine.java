package dev.berth.cli;

import java.util.Optional;

/**
 * Reads a correct command line of {@code berth serve} without picocli: its classes are too old for
 * the virtual machine's cache, and to load them and read annotations takes a third of a start. All
 * else, help and mistakes included, is for picocli to answer.
 */
final class ServeLine {
    private ServeLine() {}

    /** The command with its options; empty where picocli has to read the line. */
    static Optional<ServeCommand> read(Console console, String... words) {
        if (words.length == 0 || !words[0].equals("serve")) {
            return Optional.empty();
        }
        var command = new ServeCommand(console);
        int at = 1;
        while (at < words.length) {
            int sign = words[at].indexOf('=');
            boolean isOneWord = sign > 0;
            if (!isOneWord && at + 1 == words.length) {
                return Optional.empty();
            }
            String option = isOneWord ? words[at].substring(0, sign) : words[at];
            String value = isOneWord ? words[at].substring(sign + 1) : words[at + 1];
            if (!isPlain(value) || !command.take(option, value)) {
                return Optional.empty();
            }
            at += isOneWord ? 1 : 2;
        }
        return Optional.of(command);
    }

    /** Neither empty, nor something that looks like an option or a file of arguments. */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && value.charAt(0) != '-' && value.charAt(0) != '@';
    }
}
