package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks and shows the settings. */
class ConfigCommandTest extends CommandFixture {
    @Test
    void reportsEveryFaultOfTheConfiguration() throws Exception {
        Path file = Files.writeString(home.resolve("berth.yaml"), "regoin: x\nlisten: y\n");

        var ended = run("config", "check", "--config", file.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).hasLineCount(2).contains("did you mean region?");
        assertThat(run("config", "check", "--config", "no-such-file").err())
                .isEqualTo("berth: there is no configuration file no-such-file\n");
    }

    @Test
    void showsSettingsAsAFileThatMeansTheSame() throws Exception {
        variables.put("BERTH_REGION", "eu-west-1");
        String shown = run("config", "show", "--set", "log.requests=true").out();
        Path file = Files.writeString(home.resolve("shown.yaml"), shown);
        variables.clear();

        assertThat(run("config", "show", "--config", file.toString()).out()).isEqualTo(shown);
        assertThat(shown).contains("region: eu-west-1", "  requests: true");
    }
}
