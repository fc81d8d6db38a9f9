package dev.berth.access;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** How far a token goes, within what its principal may do anyway: it never widens that. */
public sealed interface TokenScope {

    /**
     * Whether this content of this repository is within reach. Authorization looks at the
     * repository; whoever serves the content asks this as well.
     */
    boolean reaches(RepositoryName repository, Digest digest);

    /**
     * Whether the action may be asked for at all. The authorizer asks before any policy.
     *
     * @param resource as in {@link Ask}: the ARN of a repository, with {@code *} for the name where
     *     all of a registry are meant, or {@code *} alone
     */
    boolean allows(Action action, String resource);

    /** Everything its principal may. */
    record Full() implements TokenScope {
        @Override
        public boolean reaches(RepositoryName repository, Digest digest) {
            return true;
        }

        @Override
        public boolean allows(Action action, String resource) {
            return true;
        }
    }

    /** The download of one layer: what a URL of GetDownloadUrlForLayer grants. */
    record Layer(RepositoryName repository, Digest digest) implements TokenScope {
        @Override
        public boolean reaches(RepositoryName otherRepository, Digest otherDigest) {
            return repository.equals(otherRepository) && digest.equals(otherDigest);
        }

        @Override
        public boolean allows(Action action, String resource) {
            int name = RepositoryResource.nameIn(resource);
            return action == Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER
                    && name >= 0
                    && resource.length() - name == repository.value().length()
                    && resource.startsWith(repository.value(), name);
        }
    }

    /** These actions on these repositories, in whichever registry. */
    record Limited(List<RepositoryGlob> repositories, TokenActions actions) implements TokenScope {
        public Limited {
            repositories = List.copyOf(new LinkedHashSet<>(repositories));
            if (repositories.isEmpty()) {
                throw new IllegalArgumentException("a token without any repository");
            }
        }

        @Override
        public boolean reaches(RepositoryName repository, Digest digest) {
            return covers(repository.value(), 0);
        }

        @Override
        public boolean allows(Action action, String resource) {
            if (!actions.allow(action)) {
                return false;
            }
            int name = RepositoryResource.nameIn(resource);
            return name >= 0 ? covers(resource, name) : resource.equals("*") && covers(resource, 0);
        }

        private boolean covers(String text, int from) {
            for (int i = 0; i < repositories.size(); i++) { // no iterator: each request asks
                if (repositories.get(i).matches(text, from)) {
                    return true;
                }
            }
            return false;
        }

        /** What is within both; perhaps less, never more. */
        private Optional<TokenScope> within(Limited other) {
            var both = new ArrayList<RepositoryGlob>();
            for (RepositoryGlob mine : repositories) {
                for (RepositoryGlob its : other.repositories) {
                    if (its.covers(mine)) {
                        both.add(mine);
                    } else if (mine.covers(its)) {
                        both.add(its);
                    }
                }
            }
            List<String> words = actions.sharedWith(other.actions);
            return both.isEmpty() || words.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Limited(both, new TokenActions(words)));
        }
    }

    /**
     * What whoever has this scope is given when he asks for another: never more than both. Empty
     * where nothing is within both.
     */
    default Optional<TokenScope> narrowedTo(TokenScope wanted) {
        return switch (this) {
            case Full _ -> Optional.of(wanted);
            case Layer layer ->
                    switch (wanted) {
                        case Full _ -> Optional.of(layer);
                        case Layer other ->
                                layer.equals(other) ? Optional.of(layer) : Optional.empty();
                        case Limited limited ->
                                limited.covers(layer.repository().value(), 0)
                                                && limited.actions()
                                                        .allow(
                                                                Action
                                                                        .ECR_GET_DOWNLOAD_URL_FOR_LAYER)
                                        ? Optional.of(layer)
                                        : Optional.empty();
                    };
            case Limited limited ->
                    switch (wanted) {
                        case Full _ -> Optional.of(limited);
                        case Layer layer -> layer.narrowedTo(limited);
                        case Limited other -> limited.within(other);
                    };
        };
    }
}
