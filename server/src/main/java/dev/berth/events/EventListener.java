package dev.berth.events;

/** Port: whoever is told of changes at once, beside those who read the outbox. */
@FunctionalInterface
public interface EventListener {
    EventListener NONE = (_, _) -> {};

    /** After the commit, on the thread that makes commits: it neither waits nor fails. */
    void committed(Actor actor, Event event);
}
