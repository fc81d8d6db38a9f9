package dev.berth.policy;

import dev.berth.json.JsonTree;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A compiled statement. Which actions it is about is {@link ActionIndex}'s to look up. */
public final class Statement {
    private final int index;
    private final String sid;
    private final Effect effect;
    private final JsonTree.Place begin;
    private final JsonTree.Place end;
    private final @Nullable PrincipalElement principal;
    private final PatternList actions;
    private final @Nullable PatternList resources;
    private final List<Condition> conditions;

    Statement(
            int index,
            Head head,
            @Nullable PrincipalElement principal,
            PatternList actions,
            @Nullable PatternList resources,
            List<Condition> conditions) {
        this.index = index;
        this.sid = head.sid();
        this.effect = head.effect();
        this.begin = head.begin();
        this.end = head.end();
        this.principal = principal;
        this.actions = actions;
        this.resources = resources;
        this.conditions = List.copyOf(conditions);
    }

    record Head(String sid, Effect effect, JsonTree.Place begin, JsonTree.Place end) {}

    /** From 0. */
    public int index() {
        return index;
    }

    /** Empty where it has none. */
    public String sid() {
        return sid;
    }

    public Effect effect() {
        return effect;
    }

    /** Where it begins in the text, as SimulatePrincipalPolicy counts: behind the brace. */
    public JsonTree.Place begin() {
        return begin;
    }

    public JsonTree.Place end() {
        return end;
    }

    /** Whom it names, as written; empty where the document names nobody. */
    public List<NamedPrincipal> principals() {
        return principal == null ? List.of() : principal.written();
    }

    /** The patterns of Action or NotAction, as written. */
    public List<String> actions() {
        return actions.written();
    }

    /** The patterns of Resource or NotResource, as written; empty where there are none. */
    public List<String> resources() {
        return resources == null ? List.of() : resources.written();
    }

    /** Every condition key that it asks for, of its variables too, as written. */
    public List<String> contextKeys() {
        return keyNames().distinct().toList();
    }

    Stream<String> keyNames() {
        Stream<String> variables = resources == null ? Stream.of() : resources.variables().stream();
        return Stream.concat(variables, conditions.stream().flatMap(Condition::keyNames));
    }

    boolean isAbout(String lowerCaseAction) {
        return actions.matches(lowerCaseAction, ConditionKeys.none());
    }

    /** How it names the caller; a document that names nobody speaks of whom it is attached to. */
    PrincipalMatch names(RequestPrincipal caller) {
        return principal == null ? PrincipalMatch.EXACT : principal.match(caller, effect);
    }

    boolean covers(AccessRequest request) {
        return resources == null || resources.matches(request.resource(), request.keys());
    }

    boolean conditionsHold(ConditionKeys keys) {
        for (Condition condition : conditions) {
            if (!condition.holds(keys)) {
                return false;
            }
        }
        return true;
    }
}
