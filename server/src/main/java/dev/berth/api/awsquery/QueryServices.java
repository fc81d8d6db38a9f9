package dev.berth.api.awsquery;

import dev.berth.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The services behind one door, and which of them a request means. */
record QueryServices(List<QueryService> services) {
    QueryServices {
        services = List.copyOf(services);
        if (services.isEmpty()) {
            throw new IllegalArgumentException("a door without a service");
        }
    }

    /**
     * The one that the credential names. The first of them answers where it names none of them: its
     * refusal says so.
     */
    QueryService ofCredential(Request request) {
        Optional<String> claimed = ClaimedService.of(request);
        return claimed.flatMap(name -> first(service -> service.signingName().equals(name)))
                .orElseGet(services::getFirst);
    }

    /** For requests without a credential: the one whose version is given. */
    QueryService ofVersion(QueryParameters parameters) {
        return parameters
                .find("Version")
                .flatMap(version -> first(service -> service.version().equals(version)))
                .orElseGet(services::getFirst);
    }

    boolean takeUnsigned() {
        return services.stream().anyMatch(QueryService::takesUnsigned);
    }

    private Optional<QueryService> first(Predicate<QueryService> which) {
        return services.stream().filter(which).findFirst();
    }
}
