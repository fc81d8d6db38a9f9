package dev.berth.identity.file;

import dev.berth.config.ConfigFaults;
import dev.berth.identity.Declarations;
import dev.berth.work.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the identities so as their file says, whenever its content is another. A faulty version is
 * refused as a whole: what was there before stays.
 */
public final class IdentitiesFileJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(IdentitiesFileJob.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final IdentitiesFile file;
    private final Declarations declarations;

    // of the start, then of the job's thread alone
    private String done = "";
    private Set<Path> secrets = Set.of();
    private List<String> told = List.of();

    public IdentitiesFileJob(IdentitiesFile file, Declarations declarations) {
        this.file = file;
        this.declarations = declarations;
    }

    /**
     * Before anyone is let in.
     *
     * @throws ConfigFaults with everything that is wrong; nothing is changed then
     */
    public void start() throws ConfigFaults {
        apply();
    }

    @Override
    public String name() {
        return "identities-file";
    }

    @Override
    public Duration every() {
        return PAUSE;
    }

    /** What is faulty is tried again, since the fault may lie elsewhere, and told once. */
    @Override
    public void run() {
        if (file.fingerprint(secrets).equals(done)) {
            return;
        }
        try {
            apply();
            told = List.of();
        } catch (ConfigFaults e) {
            done = "";
            if (!e.faults().equals(told)) {
                told = e.faults();
                told.forEach(fault ->
                        LOG.atError()
                                .addKeyValue("fault", fault)
                                .log("failed to use the identities file"));
                LOG.atWarn().log("identities stay as they were");
            }
        }
    }

    private void apply() throws ConfigFaults {
        // taken before the reading: what changes meanwhile is seen at the next run
        String now = file.fingerprint(secrets);
        var read = file.read();
        if (!read.secrets().equals(secrets)) {
            secrets = read.secrets();
            now = file.fingerprint(secrets);
            read = file.read();
        }
        long changes;
        try {
            changes = declarations.apply(read.declared());
        } catch (ConfigFaults e) {
            throw file.faults(e.faults());
        }
        done = now;
        LOG.atInfo()
                .addKeyValue("accounts", read.declared().accounts().size())
                .addKeyValue("changes", changes)
                .log("identities file applied");
    }
}
