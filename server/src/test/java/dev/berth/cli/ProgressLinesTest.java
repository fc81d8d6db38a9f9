package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.verify.Progress.Unit;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();
    private final ProgressLines lines =
            new ProgressLines(
                    new Console(
                            "berth",
                            Map.of(),
                            Path.of("/"),
                            new BufferedReader(new StringReader("")),
                            new PrintWriter(out, true),
                            new PrintWriter(err, true)),
                    nanos::get);

    private void pass(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void saysNothingOfAPartThatIsDoneSoon() {
        lines.begin("images", Unit.ROWS, 10);
        pass(9);
        lines.advance(10);
        lines.end();

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysNowAndThenHowFarItIs() {
        lines.begin("bytes of blobs", Unit.BYTES, 4 << 20);
        pass(10);
        lines.advance(1 << 20);
        pass(5);
        lines.advance(1 << 20);
        pass(5);
        lines.advance(1 << 20);
        lines.end();
        lines.begin("links", Unit.ROWS, 2_000);
        pass(10);
        lines.advance(3_000);

        assertThat(err.toString())
                .isEqualTo(
                        """
                        bytes of blobs: 25% (1.0 MiB of 4.0 MiB)
                        bytes of blobs: 75% (3.0 MiB of 4.0 MiB)
                        links: 100% (3,000 of 2,000)
                        """);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void knowsAmountsOfEverySize() {
        assertThat(Amount.ofBytes(0)).isEqualTo("0 bytes");
        assertThat(Amount.ofBytes(1)).isEqualTo("1 byte");
        assertThat(Amount.ofBytes(1_023)).isEqualTo("1023 bytes");
        assertThat(Amount.ofBytes(1_024)).isEqualTo("1.0 KiB");
        assertThat(Amount.ofBytes(1_536L << 20)).isEqualTo("1.5 GiB");
        assertThat(Amount.ofBytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
