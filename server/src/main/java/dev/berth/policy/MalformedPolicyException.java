package dev.berth.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A text that is no policy, with everything that is wrong with it. An answer, not a failure. */
public final class MalformedPolicyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<PolicyFault> faults;

    public MalformedPolicyException(List<PolicyFault> faults) {
        super(
                faults.stream().map(PolicyFault::toString).collect(Collectors.joining("; ")),
                null,
                false,
                false);
        this.faults = List.copyOf(faults);
    }

    public List<PolicyFault> faults() {
        return faults;
    }
}
