package dev.berth.policy;

import java.util.List;

/** A policy, read and compiled once; the same text and kind always decide the same. */
public final class PolicyDocument {
    private final String text;
    private final PolicyKind kind;
    private final String version;
    private final List<Statement> statements;
    private final ActionIndex index;

    PolicyDocument(String text, PolicyKind kind, String version, List<Statement> statements) {
        this.text = text;
        this.kind = kind;
        this.version = version;
        this.statements = List.copyOf(statements);
        this.index = new ActionIndex(this.statements);
    }

    /** As it was given. */
    public String text() {
        return text;
    }

    public PolicyKind kind() {
        return kind;
    }

    /** {@code 2008-10-17} where the text names none. */
    public String version() {
        return version;
    }

    public List<Statement> statements() {
        return statements;
    }

    /** Every condition key that it asks for, of variables too, as written. */
    public List<String> contextKeys() {
        return statements.stream().flatMap(Statement::keyNames).distinct().toList();
    }

    List<Statement> about(String action) {
        return index.about(action);
    }
}
