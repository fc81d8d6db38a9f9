package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What all commands have in common. */
class CommandsTest extends CommandFixture {
    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help").out())
                .contains("serve", "configure", "config", "gc", "berth serve");
        assertThat(run("--help").out()).doesNotContain("warm-up");
        assertThat(run("serve", "--help").out())
                .contains("--data", "BERTH_DATA", "--listen", "BERTH_LISTEN");
        assertThat(run("configure", "--help").out()).contains("--print", "--profile", "--yes");
        assertThat(run("config", "--help").out()).contains("show", "check");
        assertThat(run("token", "--help").out()).contains("create", "list", "revoke");
        assertThat(run("gc", "--help").out()).contains("--dry-run", "gc.grace", "gc.delay");
        assertThat(run("serve", "--help").out()).contains("127.0.0.1:5327 and [::1]:5327");
        assertThat(run("--help").out()).contains("./berth test");
        assertThat(run("help").out()).isEqualTo(run("--help").out());
        assertThat(run("help", "serve").out()).isEqualTo(run("serve", "--help").out());
    }

    @Test
    void everyCommandHasAnExampleThatCanBePasted() {
        var tried = new ArrayList<String>();
        for (String command : subcommands()) {
            List<String> below = subcommands(command);
            if (below.isEmpty()) {
                tried.add(command);
                assertExamples(run(command, "--help").out());
            }
            for (String name : below) {
                tried.add(command + " " + name);
                assertExamples(run(command, name, "--help").out());
            }
        }
        assertExamples(run("token", "--help").out());

        assertThat(tried).contains("serve", "token create", "iam explain", "config check");
    }

    /** Each line of an example begins a command, or goes on behind a backslash. */
    private static void assertExamples(String help) {
        assertThat(help).containsPattern("(?m)^Examples?:$");
        List<String> lines = help.lines().toList();
        int heading = lines.indexOf("Example:");
        boolean goesOn = false;
        for (String line :
                lines.subList(Math.max(heading, lines.indexOf("Examples:")) + 1, lines.size())) {
            assertThat(line).startsWith(goesOn ? "    " : "  ");
            if (!goesOn) {
                assertThat(line.strip()).containsPattern("^(eval \"\\$\\()?berth ");
            }
            goesOn = line.endsWith("\\");
        }
        assertThat(goesOn).as(help).isFalse();
    }

    private List<String> subcommands(String... command) {
        var arguments = new ArrayList<>(List.of(command));
        arguments.add("--help");
        String help = run(arguments.toArray(String[]::new)).out();
        return Pattern.compile("(?m)^  ([a-z][a-z-]*)  ")
                .matcher(help.substring(Math.max(help.indexOf("\nCommands:\n"), 0)))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("help"))
                .toList();
    }

    @Test
    void helpWithACommandThatIsNoneIsTheErrorWithoutIt() {
        assertThat(run("nonsense", "--help")).isEqualTo(run("nonsense"));
        assertThat(run("nonsense", "--help").code()).isEqualTo(2);
        assertThat(run("config", "nonsense", "--help")).isEqualTo(run("config", "nonsense"));
        assertThat(run("serve", "--nope", "--help")).isEqualTo(run("serve", "--nope"));
    }

    @Test
    void tellsItsVersion() {
        var ended = run("--version");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("berth ");
    }

    @Test
    void misuseIsOneLineAndTwo() {
        assertThat(run("serve", "--nope"))
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                "berth: Unknown option: '--nope' (see berth serve --help)\n"));
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("nothing").code()).isEqualTo(2);
        assertThat(run("config").err()).hasLineCount(1);
        assertThat(run("serve", "--set", "foo").err())
                .hasLineCount(1)
                .startsWith("berth: Invalid value for option '--set'")
                .contains("'foo' is not KEY=VALUE");
        assertThat(run("serve", "--listen", "nosuchhost:1").err())
                .hasLineCount(1)
                .contains("an IP address or localhost");
    }

    @Test
    void warmsUpWithoutLeavingAnything() {
        assertThat(run("warm-up", "--rounds", "3")).isEqualTo(new Ended(0, "", ""));
    }
}
