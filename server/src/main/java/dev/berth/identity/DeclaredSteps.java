package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is to be done so that accounts are as they are declared, and what is in the way of it. The
 * phases go through all accounts: what one gives up another may take.
 */
final class DeclaredSteps {

    /** In the order in which they are done: limits and names count what is there. */
    enum Phase {
        LOOSEN,
        DELETE,
        MAKE,

        /** Trust policies: they may name whom the same file makes. */
        TRUST
    }

    private record Step(AccountId account, String at, Consumer<Change> work) {}

    private final Map<Phase, List<Step>> steps = new EnumMap<>(Phase.class);
    private final List<String> faults = new ArrayList<>();

    /** {@code at}: where it stands in the file, or what it was where it no longer stands there. */
    void add(Phase phase, AccountId account, String at, Consumer<Change> work) {
        steps.computeIfAbsent(phase, _ -> new ArrayList<>()).add(new Step(account, at, work));
    }

    void fault(String at, String fault) {
        faults.add(at + ": " + fault);
    }

    /** That a name belongs to what was not declared. */
    static String taken(String kind, String name) {
        return "the %s '%s' was made through the API; adopt: true takes it over"
                .formatted(kind, name);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    int count() {
        return steps.values().stream().mapToInt(List::size).sum();
    }

    /** Does everything, and gathers what is refused; what depends on that is not tried. */
    void run(Map<AccountId, Change> changes) {
        Set<String> refused = new HashSet<>();
        for (List<Step> phase : steps.values()) {
            for (Step step : phase) {
                Change change = changes.get(step.account());
                if (change == null || refused.contains(step.at())) {
                    continue;
                }
                try {
                    step.work().accept(change);
                } catch (ProblemException e) {
                    if (!(e.problem() instanceof AccessProblem.Identity problem)) {
                        throw e;
                    }
                    refused.add(step.at());
                    fault(step.at(), problem.message());
                }
            }
        }
    }
}
