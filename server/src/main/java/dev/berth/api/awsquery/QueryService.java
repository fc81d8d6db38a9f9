package dev.berth.api.awsquery;

import java.util.List;
import java.util.Optional;

/**
 * A service behind the Query protocol.
 *
 * @param signingName what the scope of a signature must name
 * @param version what {@code Version} must say
 * @param namespace of every element in an answer
 */
public record QueryService(
        String signingName, String version, String namespace, List<QueryOperation> operations) {
    public QueryService {
        operations = List.copyOf(operations);
    }

    Optional<QueryOperation> find(String name) {
        return operations.stream().filter(operation -> operation.name().equals(name)).findFirst();
    }
}
