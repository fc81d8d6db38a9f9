package dev.berth.boot;

import dev.berth.config.ConfigFaults;
import dev.berth.db.Database;
import dev.berth.identity.Declarations;
import dev.berth.identity.DeclaredPlanner;
import dev.berth.identity.UniqueIds;
import dev.berth.identity.file.IdentitiesFile;
import dev.berth.identity.file.IdentitiesFileJob;
import dev.berth.identity.file.IdentitiesReader;
import dev.berth.work.Job;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** The file of identities: nothing at all where no setting names one. */
final class IdentitiesFileWiring {
    private IdentitiesFileWiring() {}

    /** Makes the identities so as the file says, and answers the job that goes on with it. */
    static List<Job> start(BerthConfig config, IdentityWiring identity, Database database)
            throws CannotStart {
        Path path = config.identities();
        if (path == null) {
            return List.of();
        }
        var reader =
                new IdentitiesReader(
                        identity.awsPolicies(), name -> Optional.ofNullable(System.getenv(name)));
        var job =
                new IdentitiesFileJob(
                        new IdentitiesFile(path, reader), declarations(identity, database));
        try {
            job.start();
            return List.of(job);
        } catch (ConfigFaults e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    private static Declarations declarations(IdentityWiring identity, Database database) {
        return new Declarations(
                database,
                identity.changes(),
                identity.identities(),
                new DeclaredPlanner(
                        identity.accounts(),
                        identity.users(),
                        identity.groups(),
                        identity.policies(),
                        identity.providers(),
                        identity.held(),
                        identity.keys(),
                        new UniqueIds(new SecureRandom()),
                        identity.quotas()));
    }
}
