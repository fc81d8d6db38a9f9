package dev.berth.config;

import java.util.List;

/** Everything that is wrong with a configuration, one line each. */
public final class ConfigFaults extends Exception {
    private static final long serialVersionUID = 1;

    private final String[] faults;

    public ConfigFaults(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = faults.toArray(String[]::new);
    }

    public List<String> faults() {
        return List.of(faults);
    }
}
