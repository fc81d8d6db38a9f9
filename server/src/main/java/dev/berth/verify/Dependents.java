package dev.berth.verify;

/**
 * Tables whose rows belong to a row of another, beside those that are checked row by row. The
 * database holds them to it; a check does not take that for granted.
 */
public enum Dependents {
    REFERENCES(
            "image_reference",
            "image",
            "image.repository_id = image_reference.repository_id"
                    + " AND image.digest = image_reference.digest"),
    ARCHIVED(
            "image_archive",
            "image",
            "image.repository_id = image_archive.repository_id"
                    + " AND image.digest = image_archive.digest"),
    IMAGES("image", "repository", "repository.id = image.repository_id"),
    LINKS("repository_blob", "repository", "repository.id = repository_blob.repository_id"),
    UPLOADS("upload", "repository", "repository.id = upload.repository_id"),
    RESOURCE_TAGS("repository_tag", "repository", "repository.id = repository_tag.repository_id");

    private final String table;
    private final String owner;
    private final String owned;

    Dependents(String table, String owner, String owned) {
        this.table = table;
        this.owner = owner;
        this.owned = owned;
    }

    String table() {
        return table;
    }

    String owner() {
        return owner;
    }

    /** True of a row that belongs to nothing. */
    String condition() {
        return "NOT EXISTS (SELECT 1 FROM %s WHERE %s)".formatted(owner, owned);
    }
}
