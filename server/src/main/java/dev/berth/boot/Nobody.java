package dev.berth.boot;

import dev.berth.access.Directory;
import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.NamedPolicy;
import java.util.Map;
import java.util.Optional;

/** A directory without anyone, for work on a data folder that serves no requests. */
enum Nobody implements Directory {
    IS_HERE;

    @Override
    public Optional<KeyHolder> key(String accessKeyId) {
        return Optional.empty();
    }

    @Override
    public Optional<Standing> standing(Principal principal) {
        return Optional.empty();
    }

    @Override
    public Optional<NamedPolicy> managedPolicy(Arn arn) {
        return Optional.empty();
    }

    @Override
    public Optional<RoleFacts> role(Arn arn) {
        return Optional.empty();
    }

    @Override
    public Optional<String> idOf(Arn principal) {
        return Optional.empty();
    }

    @Override
    public Optional<Arn> arnOf(String uniqueId) {
        return Optional.empty();
    }

    @Override
    public boolean exists(AccountId account) {
        return false;
    }

    @Override
    public Map<String, String> tags(Arn resource) {
        return Map.of();
    }
}
