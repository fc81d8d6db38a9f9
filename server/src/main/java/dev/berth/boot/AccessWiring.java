package dev.berth.boot;

import dev.berth.access.AccessKeys;
import dev.berth.access.Accounts;
import dev.berth.access.Authorizer;
import dev.berth.access.AwsCredentialsFile;
import dev.berth.access.FirstStart;
import dev.berth.access.HmacRegistryTokens;
import dev.berth.access.RegistryTokens;
import dev.berth.access.RootAuthorizer;
import dev.berth.access.RootKeyException;
import dev.berth.access.RootKeyFile;
import dev.berth.access.SessionTokens;
import dev.berth.access.SigV4Authenticator;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.access.TokenKeys;
import dev.berth.db.Database;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Who may. */
record AccessWiring(
        SignatureAuthenticator signatures, RegistryTokens tokens, Authorizer authorizer) {

    static AccessWiring create(BerthConfig config, Database database, Clocks clocks, IdSource ids)
            throws CannotStart {
        var random = new SecureRandom();
        try {
            var rootKey = new RootKeyFile(config.rootKey(), random).openFor(database);
            var keys = new AccessKeys(database, rootKey, clocks.real(), random);
            var tokenKeys = new TokenKeys(database, rootKey, clocks.real(), random, ids);
            var accounts = new Accounts(database, clocks.business());
            var root =
                    new FirstStart(database, accounts, keys).ensureRootAccessKey(config.account());
            Path credentials = config.data().resolve("credentials");
            if (root.created() || Files.notExists(credentials)) {
                new AwsCredentialsFile(credentials).write(root.key());
            }
            return new AccessWiring(
                    new SigV4Authenticator(
                            keys, new SessionTokens(rootKey, clocks.real(), random), clocks.real()),
                    new HmacRegistryTokens(tokenKeys, clocks.real(), ids),
                    new RootAuthorizer());
        } catch (RootKeyException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CannotStart("the root access key cannot be stored: " + e, e);
        }
    }
}
