package dev.berth.access;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;

/** How far a token goes, within what its principal may do anyway. */
public sealed interface TokenScope {

    /**
     * Whether this content of this repository is within reach. Authorization looks at the
     * repository; whoever serves the content asks this as well.
     */
    boolean reaches(RepositoryName repository, Digest digest);

    /** Everything its principal may. */
    record Full() implements TokenScope {
        @Override
        public boolean reaches(RepositoryName repository, Digest digest) {
            return true;
        }
    }

    /** The download of one layer: what a URL of GetDownloadUrlForLayer grants. */
    record Layer(RepositoryName repository, Digest digest) implements TokenScope {
        @Override
        public boolean reaches(RepositoryName otherRepository, Digest otherDigest) {
            return repository.equals(otherRepository) && digest.equals(otherDigest);
        }
    }
}
