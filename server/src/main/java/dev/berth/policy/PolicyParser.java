package dev.berth.policy;

import dev.berth.json.JsonFault;
import dev.berth.json.JsonTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From text to a compiled document. Finds every fault of a text, not only the first. */
public final class PolicyParser {
    static final String VERSION_WITHOUT_VARIABLES = "2008-10-17";
    static final String VERSION_WITH_VARIABLES = "2012-10-17";
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int DEEPEST = 10;

    private final PolicyKind kind;
    private final Faults faults = new Faults();

    private PolicyParser(PolicyKind kind) {
        this.kind = kind;
    }

    /**
     * Bounded only against harm: how long a policy may be is for the operation to say that takes
     * it.
     *
     * @throws MalformedPolicyException with everything that is wrong with the text
     */
    public static PolicyDocument parse(String text, PolicyKind kind) {
        return new PolicyParser(kind).document(text);
    }

    private PolicyDocument document(String text) {
        JsonTree tree = tree(text);
        if (!(tree instanceof JsonTree.Members members)) {
            throw new MalformedPolicyException(
                    List.of(new PolicyFault("", "The policy must be a JSON object")));
        }
        String version = VERSION_WITHOUT_VARIABLES;
        Element statement = null;
        Set<String> seen = new HashSet<>();
        for (JsonTree.Member member : members.members()) {
            Element element = new Element("", members, faults).member(member);
            if (!seen.add(member.name())) {
                element.fault("stands there twice");
                continue;
            }
            switch (member.name()) {
                case "Version" -> version = version(element);
                case "Id" -> {
                    if (!(element.value() instanceof JsonTree.Text)) {
                        element.fault("must be a string");
                    }
                }
                case "Statement" -> statement = element;
                default -> element.fault("is no element of a policy");
            }
        }
        List<Statement> statements = List.of();
        if (statement == null) {
            faults.add("Statement", "is missing");
        } else {
            statements = statements(statement, version.equals(VERSION_WITH_VARIABLES));
        }
        faults.throwIfAny();
        return new PolicyDocument(text, kind, version, statements);
    }

    private JsonTree tree(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new MalformedPolicyException(
                    List.of(new PolicyFault("", "The policy is too long")));
        }
        try {
            return JsonTree.read(text, DEEPEST);
        } catch (JsonFault e) {
            throw new MalformedPolicyException(
                    List.of(
                            new PolicyFault(
                                    "",
                                    "The policy is not in the valid JSON format: "
                                            + e.getMessage())));
        }
    }

    private String version(Element element) {
        if (element.value() instanceof JsonTree.Text(String text)
                && (text.equals(VERSION_WITH_VARIABLES)
                        || text.equals(VERSION_WITHOUT_VARIABLES))) {
            return text;
        }
        element.fault("must be 2012-10-17 or 2008-10-17");
        return VERSION_WITH_VARIABLES;
    }

    private List<Statement> statements(Element element, boolean variables) {
        List<Element> elements = new ArrayList<>();
        if (element.value() instanceof JsonTree.Items(List<JsonTree> items)) {
            for (int i = 0; i < items.size(); i++) {
                elements.add(new Element("Statement[" + i + "]", items.get(i), faults));
            }
        } else {
            elements.add(element);
        }
        if (elements.isEmpty()) {
            element.fault("must hold a statement");
        }
        Set<String> sids = new HashSet<>();
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            new StatementParser(kind, variables, elements.get(i), faults)
                    .parse(i, sids)
                    .ifPresent(statements::add);
        }
        return statements;
    }
}
