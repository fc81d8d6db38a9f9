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
 * Makes the identities so as their file says, whenever its content is another and was so at two
 * runs: it may be half written at one. A faulty version is refused as a whole: what was there
 * before stays.
 */
public final class IdentitiesFileJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(IdentitiesFileJob.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final IdentitiesFile file;
    private final Declarations declarations;

    // of the start, then of the job's thread alone
    private String done = "";
    private String seen = "";
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
        secrets = file.read().secrets();
        seen = file.fingerprint(secrets);
        // read again: what changes after the fingerprint was taken is seen at the next run
        use(file.read(), seen);
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
        String now = file.fingerprint(secrets);
        boolean isSettled = now.equals(seen);
        seen = now;
        if (!isSettled || now.equals(done)) {
            return;
        }
        try {
            var read = file.read();
            if (read.secrets().equals(secrets) && file.fingerprint(secrets).equals(now)) {
                use(read, now);
                told = List.of();
            } else {
                // other files, or another content meanwhile: it has to settle too
                secrets = read.secrets();
                seen = file.fingerprint(secrets);
            }
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

    private void use(IdentitiesReader.Read read, String fingerprint) throws ConfigFaults {
        long changes;
        try {
            changes = declarations.apply(read.declared());
        } catch (ConfigFaults e) {
            throw file.faults(e.faults());
        }
        done = fingerprint;
        LOG.atInfo()
                .addKeyValue("accounts", read.declared().accounts().size())
                .addKeyValue("changes", changes)
                .log("identities file applied");
    }
}
