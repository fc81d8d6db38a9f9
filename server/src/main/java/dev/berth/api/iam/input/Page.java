package dev.berth.api.iam.input;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.aws.PageToken;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing: {@code MaxItems} values behind {@code Marker}.
 *
 * @param marker where the next page begins; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String marker) {
    private static final int DEFAULT_ITEMS = 100;
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_MARKER = 2048;

    public Page {
        items = List.copyOf(items);
    }

    /** Of values that are known by their key, in its order; no two have the same. */
    public static <T> Page<T> of(QueryParameters parameters, List<T> all, Function<T, String> key) {
        int most = parameters.integer("MaxItems", 1, MAX_ITEMS).orElse(DEFAULT_ITEMS);
        List<String> listing = parameters.allBut(Set.of("MaxItems", "Marker"));
        Optional<String> last =
                parameters.find("Marker", 1, MAX_MARKER).map(text -> position(listing, text));
        List<T> rest =
                all.stream()
                        .filter(value ->
                                last.isEmpty() || key.apply(value).compareTo(last.get()) > 0)
                        .sorted(Comparator.comparing(key))
                        .limit(most + 1L)
                        .toList();
        if (rest.size() <= most) {
            return new Page<>(rest, null);
        }
        List<T> items = rest.subList(0, most);
        return new Page<>(items, PageToken.encode(listing, List.of(key.apply(items.getLast()))));
    }

    /** The members that every listing ends with. */
    public XmlStructure end(XmlStructure result) {
        return result.flag("IsTruncated", marker != null).text("Marker", marker);
    }

    private static String position(List<String> listing, String marker) {
        return PageToken.decode(listing, marker)
                .map(List::getFirst)
                .orElseThrow(() ->
                        new ProblemException(
                                new AccessProblem.Identity(
                                        IdentityFault.VALIDATION_ERROR, "Invalid Marker.")));
    }
}
