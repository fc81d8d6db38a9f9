package dev.berth.boot;

import dev.berth.access.HmacRegistryTokens;
import dev.berth.access.TokenKeys;
import dev.berth.db.Database;
import dev.berth.events.EventListener;
import dev.berth.events.Outbox;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import dev.berth.token.KnownRevocations;
import dev.berth.token.LoginTokens;
import dev.berth.token.RobotTokens;
import dev.berth.token.TokenHolders;
import dev.berth.token.TokenJob;
import dev.berth.token.TokenNotes;
import dev.berth.token.Tokens;
import java.security.SecureRandom;

/** The tokens of registries, and what becomes of them. */
record TokenWiring(Tokens tokens, KnownRevocations revocations, TokenNotes notes) {

    static TokenWiring create(
            BerthConfig config,
            IdentityWiring identity,
            Database database,
            Clocks clocks,
            IdSource ids,
            EventListener events) {
        var keys =
                new TokenKeys(database, identity.rootKey(), clocks.real(), new SecureRandom(), ids);
        var directory = identity.identities();
        var revocations = new KnownRevocations(database, clocks.real());
        var notes = new TokenNotes(database, clocks.real());
        var registry =
                new HmacRegistryTokens(keys, clocks.real(), ids, directory, revocations, notes);
        revocations.refresh();
        return new TokenWiring(
                new Tokens(
                        registry,
                        new LoginTokens(registry, directory, notes, config.tokens()),
                        new RobotTokens(
                                database,
                                new Outbox(ids, clocks, events),
                                clocks.real(),
                                registry,
                                new TokenHolders(directory),
                                revocations,
                                notes)),
                revocations,
                notes);
    }

    TokenJob job() {
        return new TokenJob(notes);
    }
}
