package dev.berth.problem;

import dev.berth.aws.Registry;
import dev.berth.oci.RepositoryName;
import java.util.List;

/** Of repositories, and of what a registry keeps about them. */
public sealed interface RepositoryProblem extends Problem {

    record RepositoryUnknown(RepositoryName name, Registry registry) implements RepositoryProblem {
        @Override
        public String message() {
            return "The repository with name '%s' does not exist in the registry with id '%s'"
                    .formatted(name, registry.account());
        }
    }

    record RepositoryExists(RepositoryName name, Registry registry) implements RepositoryProblem {
        @Override
        public String message() {
            return "The repository with name '%s' already exists in the registry with id '%s'"
                    .formatted(name, registry.account());
        }
    }

    record RepositoryNotEmpty(RepositoryName name, Registry registry) implements RepositoryProblem {
        @Override
        public String message() {
            return "The repository with name '%s' in registry with id '%s' cannot be deleted because it still contains images"
                    .formatted(name, registry.account());
        }
    }

    record InvalidResourceTag(String message) implements RepositoryProblem {}

    record TooManyResourceTags(int limit) implements RepositoryProblem {
        @Override
        public String message() {
            return "A repository can have at most %d tags".formatted(limit);
        }
    }

    record RepositoryPolicyUnknown(RepositoryName name, Registry registry)
            implements RepositoryProblem {
        @Override
        public String message() {
            return "Repository policy does not exist for the repository with name '%s' in the registry with id '%s'"
                    .formatted(name, registry.account());
        }
    }

    record RegistryPolicyUnknown(Registry registry) implements RepositoryProblem {
        @Override
        public String message() {
            return "Registry policy does not exist in the registry with id '%s'"
                    .formatted(registry.account());
        }
    }

    /** An account setting has no such name or no such value. */
    record AccountSettingInvalid(String member, List<String> known) implements RepositoryProblem {
        public AccountSettingInvalid {
            known = List.copyOf(known);
        }

        @Override
        public String message() {
            return "Invalid parameter at '%s' failed to satisfy constraint: 'Member must satisfy enum value set: %s'"
                    .formatted(member, known);
        }
    }
}
