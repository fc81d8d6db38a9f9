package dev.berth.policy;

/** Where a policy comes from, as refusals name it. */
public enum PolicySource {
    IDENTITY("an", "identity-based policy"),
    BOUNDARY("a", "permissions boundary"),
    SESSION("a", "session policy"),
    RESOURCE("a", "resource-based policy");

    private final String article;
    private final String text;

    PolicySource(String article, String text) {
        this.article = article;
        this.text = text;
    }

    /** Such as {@code permissions boundary}. */
    public String text() {
        return text;
    }

    /** Such as {@code a permissions boundary}. */
    public String textWithArticle() {
        return article + " " + text;
    }
}
