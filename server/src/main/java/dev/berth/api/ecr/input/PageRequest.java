package dev.berth.api.ecr.input;

import dev.berth.aws.PageToken;
import dev.berth.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a listing is asked for. Pages go by key: what is added or removed between two of
 * them neither repeats nor hides anything else.
 *
 * @param listing names the operation and all that its request says but for the size of a page
 * @param size how many entries at most
 * @param after the key of the last entry of the page before; null on the first
 */
public record PageRequest(List<String> listing, int size, @Nullable List<String> after) {
    private static final Sizes MOST = new Sizes(100, 1000);

    /** How large a page is where the request does not say, and how large it may be. */
    public record Sizes(int byDefault, int most) {}

    /** Entries and the token of what follows, which is null at the end. */
    public record Page<T>(List<T> entries, @Nullable String nextToken) {}

    public PageRequest {
        listing = List.copyOf(listing);
        after = after == null ? null : List.copyOf(after);
    }

    /** A page of the sizes that most operations have. */
    public static PageRequest of(
            @Nullable Long maxResults, @Nullable String nextToken, List<String> listing) {
        return of(maxResults, nextToken, listing, MOST);
    }

    public static PageRequest of(
            @Nullable Long maxResults,
            @Nullable String nextToken,
            List<String> listing,
            Sizes sizes) {
        long size = maxResults == null ? sizes.byDefault() : maxResults;
        if (size < 1) {
            throw Input.invalid("maxResults", "Member must have value greater than or equal to 1");
        }
        if (size > sizes.most()) {
            throw Input.invalid(
                    "maxResults", "Member must have value less than or equal to " + sizes.most());
        }
        var after =
                nextToken == null
                        ? null
                        : PageToken.decode(listing, nextToken)
                                .orElseThrow(PageRequest::invalidToken);
        return new PageRequest(listing, (int) size, after);
    }

    /** For requests that name what they want: those have no pages. */
    public static void refuse(
            @Nullable Long maxResults, @Nullable String nextToken, String namingMember) {
        if (maxResults != null) {
            throw Input.invalid("maxResults", mustBeNull(namingMember));
        }
        if (nextToken != null) {
            throw Input.invalid("nextToken", mustBeNull(namingMember));
        }
    }

    private static String mustBeNull(String namingMember) {
        return "Member must be null when '%s' is specified".formatted(namingMember);
    }

    /** How many entries to look for: one more than the page has tells whether there is another. */
    public int limit() {
        return size + 1;
    }

    /** What the parts of the key before this page mean; null on the first page. */
    public <K> @Nullable K after(Function<List<String>, Optional<K>> key) {
        return after == null ? null : key.apply(after).orElseThrow(PageRequest::invalidToken);
    }

    /**
     * The page of these entries.
     *
     * @param found up to {@link #limit} entries
     */
    public <T> Page<T> cut(List<T> found, Function<T, List<String>> key) {
        if (found.size() <= size) {
            return new Page<>(found, null);
        }
        var entries = found.subList(0, size);
        return new Page<>(entries, tokenBehind(key.apply(entries.getLast())));
    }

    /** The token of the page that follows the entry with this key. */
    public String tokenBehind(List<String> key) {
        return PageToken.encode(listing, key);
    }

    private static ProblemException invalidToken() {
        return Input.invalid("nextToken", "The token is not one of this listing");
    }
}
