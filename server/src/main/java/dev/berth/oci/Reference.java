package dev.berth.oci;

import java.util.Optional;

/** What stands behind {@code /manifests/}: a tag or a digest. */
public sealed interface Reference {

    record ByTag(Tag tag) implements Reference {
        @Override
        public String toString() {
            return tag.value();
        }
    }

    record ByDigest(Digest digest) implements Reference {
        @Override
        public String toString() {
            return digest.toString();
        }
    }

    /** A text with a colon is a digest or nothing: no tag has one. */
    static Optional<Reference> tryParse(String text) {
        return text.indexOf(':') >= 0
                ? Digest.tryParse(text).map(ByDigest::new)
                : Tag.tryParse(text).map(ByTag::new);
    }
}
