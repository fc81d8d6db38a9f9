package dev.berth.api.awsquery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A service behind the Query protocol.
 *
 * @param signingName what the scope of a signature must name
 * @param version what {@code Version} must say
 * @param namespace of every element in an answer
 * @param byName its operations; two of one name are a mistake
 */
public record QueryService(
        String signingName, String version, String namespace, Map<String, QueryOperation> byName) {
    public QueryService {
        byName = Map.copyOf(byName);
    }

    public QueryService(
            String signingName, String version, String namespace, List<QueryOperation> operations) {
        this(
                signingName,
                version,
                namespace,
                operations.stream()
                        .collect(Collectors.toMap(QueryOperation::name, Function.identity())));
    }

    Optional<QueryOperation> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean takesUnsigned() {
        return byName.values().stream().anyMatch(UnsignedOperation.class::isInstance);
    }
}
