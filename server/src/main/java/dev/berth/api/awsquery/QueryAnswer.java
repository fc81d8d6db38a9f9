package dev.berth.api.awsquery;

/** What an operation gives back: the members of its result, or that it is done. */
public sealed interface QueryAnswer permits XmlStructure, QueryAnswer.Done {

    /** Of an operation that has no result in the service's model. */
    record Done() implements QueryAnswer {}

    static QueryAnswer done() {
        return new Done();
    }
}
