package dev.berth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalRequestTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', /",
        "/a/b, /a/b",
        "/a/b/, /a/b/",
        "/a//b, /a/b",
        "/a/./b/../c, /a/c",
        "/../../a, /a",
        "/a%20b, /a%2520b",
        "/a b, /a%20b",
        "/-_.~, /-_.~",
        "/a:b@c, /a%3Ab%40c",
    })
    void normalisesThePathAndEncodesItOnceMore(String path, String canonical) {
        assertThat(lines(path, "").get(1)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "a, a=",
        "a=, a=",
        "b=1&a=2, a=2&b=1",
        "a=2&a=1, a=1&a=2",
        "a-b=1&a=2&a.b=3, a=2&a-b=1&a.b=3",
        "a=b=c, a=b%3Dc",
        "a=%7e&b=%2f, a=~&b=%2F",
        "a=%zz&b=%4, a=%25zz&b=%254",
        "a=1&&b=2&, a=1&b=2",
        "a=x+y, a=x%2By",
    })
    void sortsTheQueryAndEncodesItInOneWay(String query, String canonical) {
        assertThat(lines("/", query).get(2)).isEqualTo(canonical);
    }

    private static List<String> lines(String path, String query) {
        return new CanonicalRequest(
                        "GET", path, query, List.of("host"), _ -> List.of("localhost"), "hash")
                .text()
                .lines()
                .toList();
    }
}
