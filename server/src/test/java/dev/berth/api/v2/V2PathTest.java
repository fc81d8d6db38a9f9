package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.v2.V2Path.Parsed;
import dev.berth.api.v2.V2Path.Shape;
import dev.berth.oci.RepositoryName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V2PathTest {

    @ParameterizedTest
    @CsvSource({
        "/v2/ab/manifests/latest, MANIFEST, ab, latest",
        "/v2/a/b/c/manifests/sha256:12, MANIFEST, a/b/c, sha256:12",
        "/v2/ab/manifests/sha256%3A12, MANIFEST, ab, sha256:12",
        "/v2/ab/blobs/sha256:12, BLOB, ab, sha256:12",
        "/v2/ab/blobs/uploads/, UPLOADS, ab, ''",
        "/v2/ab/blobs/uploads, UPLOADS, ab, ''",
        "/v2/ab/blobs/uploads/0190, UPLOAD, ab, 0190",
        "/v2/ab/tags/list, TAGS, ab, ''",
        "/v2/ab/referrers/sha256:12, REFERRERS, ab, sha256:12",
        "/v2/manifests/manifests/manifests/manifests, MANIFEST, manifests/manifests, manifests",
        "/v2/a/blobs/uploads/manifests/x, MANIFEST, a/blobs/uploads, x",
        "/v2/a/tags/list/tags/list, TAGS, a/tags/list, ''",
        "/v2/a/blobs/blobs/uploads/x, UPLOAD, a/blobs, x",
        "/v2/ab/manifests/a+b, MANIFEST, ab, a+b",
        "/v2/ab/manifests/a%2, MANIFEST, ab, a%2",
    })
    void readsFromTheRight(String path, Shape shape, String name, String argument) {
        assertThat(V2Path.parse(path))
                .isEqualTo(new Parsed.Known(new V2Path(shape, new RepositoryName(name), argument)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void knowsItsBase(String path) {
        assertThat(V2Path.parse(path))
                .isEqualTo(new Parsed.Known(new V2Path(Shape.BASE, null, "")));
    }

    @Test
    void knowsTheCatalog() {
        assertThat(V2Path.parse("/v2/_catalog"))
                .isEqualTo(new Parsed.Known(new V2Path(Shape.CATALOG, null, "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/_catalogue",
                "/v2/_catalog/",
                "/v2/ab",
                "/v2/ab/",
                "/v2/manifests/latest",
                "/v2/ab/tags/lists",
                "/v2/ab/tags/list/",
                "/v2/ab/uploads/x",
                "/v2/ab/blobs%2Fsha256:12",
                "/v2/ab/manifests/latest/",
            })
    void knowsNothingElse(String path) {
        assertThat(V2Path.parse(path)).isInstanceOf(Parsed.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/AB/manifests/latest",
                "/v2/a%2Fb/manifests/latest",
                "/v2//manifests/latest",
                "/v2/../etc/blobs/sha256:12",
                "/v2/a b/tags/list",
                "/v2/a/tags/list",
                "/v2/a_/blobs/uploads/x",
            })
    void refusesNamesThatAreNone(String path) {
        assertThat(V2Path.parse(path)).isInstanceOf(Parsed.BadName.class);
    }

    @Property
    void findsEveryNameAgain(@ForAll("names") String name, @ForAll("arguments") String argument) {
        assertThat(V2Path.parse("/v2/" + name + "/manifests/" + argument))
                .isEqualTo(
                        new Parsed.Known(
                                new V2Path(Shape.MANIFEST, new RepositoryName(name), argument)));
    }

    @Property
    void alwaysHasAnAnswer(@ForAll("paths") String path) {
        assertThat(V2Path.parse("/v2/" + path)).isNotNull();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("blobs", "uploads", "tags", "list", "manifests", "a", "b-c")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("/", parts))
                .filter(name -> name.length() >= 2);
    }

    @Provide
    Arbitrary<String> arguments() {
        return Arbitraries.strings().alpha().numeric().withChars("._-:").ofMinLength(1);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("ab/%2F:_blobsuploadstagslist").ofMaxLength(60);
    }
}
