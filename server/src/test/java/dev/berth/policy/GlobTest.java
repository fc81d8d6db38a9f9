package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlobTest {

    /**
     * One that goes back takes longer than anybody waits: the test ends, or the pattern is slow.
     */
    @Test
    void patternsThatMakeOthersGoBackAreMatchedInOnePass() {
        String text = "a".repeat(2_000);

        assertThat(matches("*a".repeat(500) + "*b", text)).isFalse();
        assertThat(matches("*a?".repeat(300) + "b*", text)).isFalse();
        assertThat(matches("*a".repeat(500) + "*", text)).isTrue();
    }

    @Test
    void looksOnlyAtItsPartOfTheText() {
        Glob glob = new Glob("b*d".chars().map(GlobTest::code).toArray());

        assertThat(glob.matches("abcde", 1, 4)).isTrue();
        assertThat(glob.matches("abcde", 1, 5)).isFalse();
        assertThat(glob.matches("abcde", 0, 4)).isFalse();
        assertThat(glob.matches("abcde", 1, 2)).isFalse();
    }

    private static boolean matches(String pattern, String text) {
        return new Glob(pattern.chars().map(GlobTest::code).toArray()).matches(text);
    }

    private static int code(int c) {
        return switch (c) {
            case '*' -> Glob.ANY_STRING;
            case '?' -> Glob.ANY_CHARACTER;
            default -> c;
        };
    }
}
