package dev.berth.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at every statement, where a decision ends at the first that settles it. */
final class Explainer {
    private final AccessRequest request;
    private final List<Match> matched = new ArrayList<>();
    private final Map<String, String> missingKeys = new LinkedHashMap<>();

    Explainer(AccessRequest request) {
        this.request = request;
    }

    Explainer read(List<NamedPolicy> policies) {
        for (NamedPolicy policy : policies) {
            for (Statement statement : policy.document().about(request.action())) {
                read(policy, statement);
            }
        }
        return this;
    }

    Explanation explanation(Ruling ruling) {
        return new Explanation(ruling, matched, List.copyOf(missingKeys.values()));
    }

    private void read(NamedPolicy policy, Statement statement) {
        if (statement.names(request.principal()) == PrincipalMatch.NONE) {
            return;
        }
        boolean covers = statement.covers(request);
        if (covers && statement.conditionsHold(request.keys())) {
            matched.add(Findings.match(policy, statement));
        }
        statement
                .keyNames()
                .forEach(name -> {
                    String key = name.toLowerCase(Locale.ROOT);
                    if (request.keys().values(key) == null) {
                        missingKeys.putIfAbsent(key, name);
                    }
                });
    }
}
