package dev.berth.acceptance.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the specification demands of answers whatever was asked, checked for each of every case. */
final class EveryAnswer {

    /** The codes of section "Error Codes", and the one that it keeps for Docker's clients. */
    private static final Set<String> CODES =
            Set.of(
                    "BLOB_UNKNOWN",
                    "BLOB_UPLOAD_INVALID",
                    "BLOB_UPLOAD_UNKNOWN",
                    "DIGEST_INVALID",
                    "MANIFEST_BLOB_UNKNOWN",
                    "MANIFEST_INVALID",
                    "MANIFEST_UNKNOWN",
                    "NAME_INVALID",
                    "NAME_UNKNOWN",
                    "SIZE_INVALID",
                    "UNAUTHORIZED",
                    "DENIED",
                    "UNSUPPORTED",
                    "TOOMANYREQUESTS",
                    "TAG_INVALID");

    private static final Pattern WARNING = Pattern.compile("299 - \"[^\"]*\"");
    private static final int WARNINGS = 4096;
    private static final Pattern CONTENT = Pattern.compile(".*/(blobs|manifests)/[^/?]+(\\?.*)?");

    private EveryAnswer() {}

    static void check(Exchange exchange) {
        assertThat(exchange.status()).as("status").isBetween(200, 499);
        if (exchange.status() >= 400) {
            refusal(exchange);
        }
        if (exchange.method().equals("HEAD")) {
            assertThat(exchange.body()).as("body of a HEAD").isEmpty();
        }
        if (exchange.status() == 200 && isContent(exchange)) {
            content(exchange);
        }
        if (exchange.status() == 201) {
            assertThat(exchange.fields("Location")).as("Location").hasSize(1);
            assertThat(exchange.fields("Docker-Content-Digest")).as("digest").hasSize(1);
        }
        if (exchange.status() == 200 && exchange.address().getPath().endsWith("/tags/list")) {
            tags(exchange);
        }
        warnings(exchange);
    }

    private static boolean isContent(Exchange exchange) {
        return exchange.isRead() && CONTENT.matcher(exchange.address().getRawPath()).matches();
    }

    /** Section "Error Codes". */
    private static void refusal(Exchange exchange) {
        if (!exchange.isJson() || exchange.method().equals("HEAD")) {
            return;
        }
        JsonNode errors = Contents.JSON.readTree(exchange.body()).path("errors");
        assertThat(errors.isArray() && !errors.isEmpty()).as("errors").isTrue();
        for (JsonNode error : errors) {
            assertThat(CODES).contains(error.path("code").asString());
        }
    }

    /** Sections "Pulling manifests", "Pulling blobs", "Checking if content exists". */
    private static void content(Exchange exchange) {
        assertThat(exchange.fields("Docker-Content-Digest")).as("digest").hasSize(1);
        assertThat(exchange.fields("Content-Length")).as("Content-Length").hasSize(1);
        assertThat(exchange.fields("Content-Type"))
                .as("Content-Type")
                .singleElement()
                .asString()
                .doesNotContain(";");
        if (exchange.method().equals("GET")) {
            String digest = exchange.fields("Docker-Content-Digest").getFirst();
            String algorithm = digest.substring(0, digest.indexOf(':'));
            assertThat(Contents.digest(algorithm, exchange.body())).isEqualTo(digest);
            assertThat(exchange.fields("Content-Length"))
                    .containsExactly(Integer.toString(exchange.body().length));
        }
    }

    /** Section "Listing Tags". */
    private static void tags(Exchange exchange) {
        var tags = new ArrayList<String>();
        Contents.JSON
                .readTree(exchange.body())
                .path("tags")
                .forEach(tag -> tags.add(tag.asString()));
        assertThat(tags).as("tags in order").isSorted().doesNotHaveDuplicates();
    }

    /** Section "Warnings". */
    private static void warnings(Exchange exchange) {
        assertThat(exchange.fields("Warning"))
                .allSatisfy(warning -> assertThat(warning).matches(WARNING));
        assertThat(exchange.fields("Warning").stream().mapToInt(String::length).sum())
                .isLessThanOrEqualTo(WARNINGS);
    }
}
