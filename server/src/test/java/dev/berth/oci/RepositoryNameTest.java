package dev.berth.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
    private static final Pattern GRAMMAR = Pattern.compile(RepositoryName.GRAMMAR);

    @Property
    void takesExactlyWhatTheGrammarDoes(@ForAll("likelyNames") String text) {
        boolean valid =
                text.length() >= 2 && text.length() <= 256 && GRAMMAR.matcher(text).matches();

        assertThat(RepositoryName.tryParse(text).isPresent()).isEqualTo(valid);
    }

    @Provide
    Arbitrary<String> likelyNames() {
        return Arbitraries.strings().withChars("ab0/._-A").ofMinLength(0).ofMaxLength(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a/b", "a.b/c_d/e__f/g---h", "0/1"})
    void takesNames(String text) {
        assertThat(RepositoryName.tryParse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a", "a/", "a//b", "a___b", "a..b", "a-", "-a", "A/b", "a b"})
    void refusesWhatIsNoName(String text) {
        assertThat(RepositoryName.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 1_000_000})
    void refusesLongNames(int length) {
        assertThat(RepositoryName.tryParse("a".repeat(256))).isPresent();
        assertThat(RepositoryName.tryParse("a".repeat(length))).isEmpty();
    }
}
