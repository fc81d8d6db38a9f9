package dev.berth.api.v2;

import dev.berth.http.Query;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The page that a listing asks for with {@code n} and {@code last}. The sizes are ECR's: 100 where
 * none is asked for, 1000 at most.
 *
 * @param given whether the client named a size, and is to find it in the next address again
 */
record V2Page(int size, boolean given, @Nullable String last) {
    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 1000;
    private static final int MAX_DIGITS = 18;

    static V2Page of(Query query) {
        Optional<String> n = query.first("n");
        return new V2Page(
                n.map(V2Page::size).orElse(DEFAULT_SIZE),
                n.isPresent(),
                query.first("last").filter(last -> !last.isEmpty()).orElse(null));
    }

    /** The name behind which the page begins; null for the first page. */
    <T> @Nullable T after(Function<String, Optional<T>> parser) {
        if (last == null) {
            return null;
        }
        return parser.apply(last)
                .orElseThrow(() ->
                        new ProblemException(
                                new Problem.InvalidParameter(
                                        "last", "Member must be a name from the list")));
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The page itself; {@code found} may have one item more than fits. */
    List<String> cut(List<String> found) {
        return found.size() > size ? found.subList(0, size) : found;
    }

    /** Where the next page is, if there is one (RFC 8288). Names need no escapes in an address. */
    Optional<String> link(String address, List<String> found) {
        if (isEmpty() || found.size() <= size) {
            return Optional.empty();
        }
        String next = address + "?last=" + found.get(size - 1) + (given ? "&n=" + size : "");
        return Optional.of("<" + next + ">; rel=\"next\"");
    }

    private static int size(String text) {
        if (text.isEmpty()
                || text.length() > MAX_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProblemException(
                    new Problem.InvalidParameter(
                            "maxResults", "Member must be a number that is not negative"));
        }
        return (int) Math.min(Long.parseLong(text), MAX_SIZE);
    }
}
