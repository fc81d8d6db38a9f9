package dev.berth.cli;

/** The process: runs the command that its arguments name. */
public final class Program {
    private Program() {}

    /** The answer is the exit code. */
    public static int run(String... arguments) {
        Console console = Console.ofProcess();
        var server = ServeLine.read(console, arguments);
        return server.isPresent()
                ? serve(console, server.get())
                : BerthCommand.run(console, arguments);
    }

    private static int serve(Console console, ServeCommand server) {
        try {
            return server.call();
        } catch (Exception e) {
            return Failure.tell(console, e);
        }
    }
}
