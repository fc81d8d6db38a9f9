package dev.berth.testing;

import dev.berth.access.AccessKey;
import dev.berth.access.AccessKeys;
import dev.berth.access.Accounts;
import dev.berth.access.FirstStart;
import dev.berth.access.HmacRegistryTokens;
import dev.berth.access.RootKey;
import dev.berth.access.SessionTokens;
import dev.berth.access.SigV4Authenticator;
import dev.berth.access.TokenKeys;
import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Everything of identity on one database, with the default account and a key of its root. */
public final class TestIdentity {
    private final InstantSource clock;
    private final RootKey rootKey;
    private final AccessKeys accessKeys;
    private final AccessKey key;
    private final SessionTokens sessionTokens;
    private final TokenKeys tokenKeys;
    private final HmacRegistryTokens tokens;

    public TestIdentity(Database database, InstantSource clock) {
        var random = new SecureRandom();
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.clock = clock;
        rootKey = new RootKey(bytes, random);
        accessKeys = new AccessKeys(database, rootKey, clock, random);
        sessionTokens = new SessionTokens(rootKey, clock, random);
        key =
                new FirstStart(database, new Accounts(database, clock), accessKeys)
                        .ensureRootAccessKey(new AccountId("000000000000"))
                        .key();
        var ids = new TestIds();
        tokenKeys = new TokenKeys(database, rootKey, clock, random, ids);
        tokens = new HmacRegistryTokens(tokenKeys, clock, ids);
    }

    public RootKey rootKey() {
        return rootKey;
    }

    public AccessKeys accessKeys() {
        return accessKeys;
    }

    public AccessKey key() {
        return key;
    }

    public SessionTokens sessionTokens() {
        return sessionTokens;
    }

    public TokenKeys tokenKeys() {
        return tokenKeys;
    }

    public HmacRegistryTokens tokens() {
        return tokens;
    }

    public SigV4Authenticator authenticator() {
        return new SigV4Authenticator(accessKeys, sessionTokens, clock);
    }

    /** Signs with the account's key, now. */
    public RequestSigner signer(String region, String service) {
        return new RequestSigner(key.id(), key.secret(), region, service, clock.instant());
    }
}
