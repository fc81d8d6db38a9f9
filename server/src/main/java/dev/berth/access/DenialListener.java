package dev.berth.access;

/** Port: whoever keeps a record of denials. */
@FunctionalInterface
public interface DenialListener {

    /** On a thread that may wait, before the caller hears of it. */
    void denied(Caller caller, Decision.Denied denied);
}
