package dev.berth.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which statements are about an action, found once for each action. Callers ask for few actions;
 * what is beyond the bound, as a simulation may be, is found anew each time.
 */
final class ActionIndex {
    private static final int MOST_ACTIONS = 512;

    private final List<Statement> statements;
    private final Map<String, List<Statement>> byAction = new ConcurrentHashMap<>();

    ActionIndex(List<Statement> statements) {
        this.statements = statements;
    }

    List<Statement> about(String action) {
        List<Statement> known = byAction.get(action);
        if (known != null) {
            return known;
        }
        String lowerCase = action.toLowerCase(Locale.ROOT);
        List<Statement> found =
                statements.stream().filter(statement -> statement.isAbout(lowerCase)).toList();
        if (byAction.size() < MOST_ACTIONS) {
            byAction.putIfAbsent(action, found);
        }
        return found;
    }
}
