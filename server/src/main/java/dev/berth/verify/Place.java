package dev.berth.verify;

import dev.berth.oci.Digest;

/**
 * A repository as a check names it.
 *
 * @param name with its registry; only the number where there is no such repository
 */
public record Place(long repositoryId, String name) {

    String image(Digest digest) {
        return name + "@" + digest;
    }

    @Override
    public String toString() {
        return name;
    }
}
