package dev.berth.policy;

import dev.berth.json.JsonTree;
import dev.berth.policy.PolicyKind.Presence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One statement: which elements there are, and which there must be for its kind of policy. */
final class StatementParser {
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
    private static final Set<String> ELEMENTS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Principal",
                    "NotPrincipal",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition");

    private final PolicyKind kind;
    private final boolean variables;
    private final Element statement;
    private final Faults faults;
    private final Map<String, Element> elements = new LinkedHashMap<>();

    StatementParser(PolicyKind kind, boolean variables, Element statement, Faults faults) {
        this.kind = kind;
        this.variables = variables;
        this.statement = statement;
        this.faults = faults;
    }

    /** Empty where there is no telling what the statement means; the faults are told then. */
    Optional<Statement> parse(int index, Set<String> sids) {
        if (!(statement.value() instanceof JsonTree.Members members)) {
            statement.fault("must be an object");
            return Optional.empty();
        }
        for (JsonTree.Member member : members.members()) {
            Element element = statement.member(member);
            if (!ELEMENTS.contains(member.name())) {
                element.fault("is no element of a statement");
            } else if (elements.putIfAbsent(member.name(), element) != null) {
                element.fault("stands there twice");
            }
        }
        Effect effect = effect();
        String sid = sid(sids);
        PrincipalElement principal = principal();
        PatternParser patterns = new PatternParser(variables, faults);
        Element action = oneOf("Action", "NotAction", Presence.REQUIRED);
        Element resource = oneOf("Resource", "NotResource", kind.resource());
        PatternList actions = action == null ? null : patterns.actions(action, isNegated(action));
        PatternList resources =
                resource == null ? null : patterns.resources(resource, isNegated(resource));
        Element condition = elements.get("Condition");
        List<Condition> conditions =
                condition == null
                        ? List.of()
                        : new ConditionParser(variables, faults).parse(condition);
        if (effect == null || actions == null) {
            return Optional.empty();
        }
        var head = new Statement.Head(sid, effect, members.begin(), members.end());
        return Optional.of(new Statement(index, head, principal, actions, resources, conditions));
    }

    private @Nullable Effect effect() {
        Element element = elements.get("Effect");
        if (element == null) {
            faults.add(statement.path() + ".Effect", "is missing");
            return null;
        }
        if (element.value() instanceof JsonTree.Text(String text)) {
            if (text.equals("Allow")) {
                return Effect.ALLOW;
            }
            if (text.equals("Deny")) {
                return Effect.DENY;
            }
        }
        element.fault("must be Allow or Deny");
        return null;
    }

    private String sid(Set<String> sids) {
        Element element = elements.get("Sid");
        if (element == null) {
            return "";
        }
        if (!(element.value() instanceof JsonTree.Text(String sid))) {
            element.fault("must be a string");
            return "";
        }
        if (kind.strictSids()) {
            if (!SID.matcher(sid).matches()) {
                element.fault("must be letters and digits");
            } else if (!sid.isEmpty() && !sids.add(sid)) {
                element.fault("Statement IDs (SID) in a single policy must be unique");
            }
        }
        return sid;
    }

    private @Nullable PrincipalElement principal() {
        Element element = oneOf("Principal", "NotPrincipal", kind.principal());
        return element == null || kind.principal() == Presence.FORBIDDEN
                ? null
                : new PrincipalParser(faults).parse(element, isNegated(element));
    }

    /** The element under either name; both, or one that the kind forbids, are faults. */
    private @Nullable Element oneOf(String plain, String negated, Presence presence) {
        Element first = elements.get(plain);
        Element second = elements.get(negated);
        if (first != null && second != null) {
            second.fault("excludes " + plain);
        }
        Element found = first == null ? second : first;
        if (found == null && presence == Presence.REQUIRED) {
            faults.add(statement.path() + "." + plain, "is missing");
        }
        if (found != null && presence == Presence.FORBIDDEN) {
            found.fault("has no place in this kind of policy");
        }
        return found;
    }

    private static boolean isNegated(Element element) {
        return element.path().substring(element.path().lastIndexOf('.') + 1).startsWith("Not");
    }
}
