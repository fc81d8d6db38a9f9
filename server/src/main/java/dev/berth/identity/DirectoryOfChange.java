package dev.berth.identity;

import dev.berth.access.Directory;
import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.db.Tx;
import dev.berth.policy.NamedPolicy;
import java.util.Map;
import java.util.Optional;

/** The identities with what a transaction under way has made of them: policies may name it. */
final class DirectoryOfChange implements Directory {
    private final Directory known;
    private final Tx tx;
    private final DeclaredStore store = new DeclaredStore();

    DirectoryOfChange(Directory known, Tx tx) {
        this.known = known;
        this.tx = tx;
    }

    @Override
    public Optional<String> idOf(Arn principal) {
        String resource = principal.resource();
        int slash = resource.indexOf('/');
        int name = resource.lastIndexOf('/') + 1;
        if (slash < 0 || AccountId.tryParse(principal.account()).isEmpty()) {
            return Optional.empty();
        }
        var account = new AccountId(principal.account());
        return store.principal(
                        tx.sql(),
                        account,
                        resource.substring(0, slash),
                        resource.substring(slash, name),
                        resource.substring(name))
                .filter(_ -> principal.equals(Arn.iam(account, resource)));
    }

    @Override
    public Optional<Arn> arnOf(String uniqueId) {
        return store.arn(tx.sql(), uniqueId);
    }

    @Override
    public boolean exists(AccountId account) {
        return store.hasAccount(tx.sql(), account);
    }

    @Override
    public Optional<KeyHolder> key(String accessKeyId) {
        return known.key(accessKeyId);
    }

    @Override
    public Optional<Standing> standing(Principal principal) {
        return known.standing(principal);
    }

    @Override
    public Optional<NamedPolicy> managedPolicy(Arn arn) {
        return known.managedPolicy(arn);
    }

    @Override
    public Optional<RoleFacts> role(Arn arn) {
        return known.role(arn);
    }

    @Override
    public Map<String, String> tags(Arn resource) {
        return known.tags(resource);
    }
}
