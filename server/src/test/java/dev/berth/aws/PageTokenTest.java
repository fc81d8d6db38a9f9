package dev.berth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PageTokenTest {
    private static final List<String> LISTING = List.of("ecr:ListImages", "one", "ANY");
    private static final String TOKEN = PageToken.encode(LISTING, List.of("sha256:ab", ""));

    @Property
    void givesBackThePosition(
            @ForAll @Size(min = 1, max = 4)
                    List<@AlphaChars @NumericChars @StringLength(max = 40) String> position) {
        var token = PageToken.encode(LISTING, position);

        assertThat(PageToken.decode(LISTING, token)).contains(position);
    }

    @Test
    void isOfOneListingAlone() {
        assertThat(PageToken.decode(List.of("ecr:ListImages", "two", "ANY"), TOKEN)).isEmpty();
        assertThat(PageToken.decode(List.of("ecr:ListImages", "one"), TOKEN)).isEmpty();
    }

    @Property
    void isNothingOnceACharacterIsChanged(@ForAll int where, @ForAll char with) {
        int at = Math.floorMod(where, TOKEN.length() - 1);
        var changed = TOKEN.substring(0, at) + with + TOKEN.substring(at + 1);

        if (with != TOKEN.charAt(at)) {
            assertThat(PageToken.decode(LISTING, changed)).isEmpty();
        }
    }

    @Property
    void readsAnyText(@ForAll String text) {
        assertThat(PageToken.decode(LISTING, text)).isEmpty();
    }
}
