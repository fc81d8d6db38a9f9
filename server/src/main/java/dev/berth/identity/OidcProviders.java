package dev.berth.identity;

import dev.berth.aws.Arn;
import dev.berth.problem.IdentityFault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What becomes of an account's OIDC providers, always within a change. */
public final class OidcProviders {
    private static final String SCHEME = "https://";
    private static final String RESOURCE = "oidc-provider/";

    /** A host with an optional port and path: no query, no fragment, no user. */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?");

    private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");
    private static final int MAX_URL = 255;
    private static final int MAX_CLIENT = 255;
    private static final int MAX_CLIENTS = 100;
    private static final int MAX_THUMBPRINTS = 5;

    private final UniqueIds ids;
    private final HeldPolicies held;
    private final IdentityQuotas quotas;
    private final OidcProviderStore store = new OidcProviderStore();

    public OidcProviders(UniqueIds ids, HeldPolicies held, IdentityQuotas quotas) {
        this.ids = ids;
        this.held = held;
        this.quotas = quotas;
    }

    /**
     * A new provider of the account.
     *
     * @param url with its scheme, as the issuer's tokens name it
     */
    public OidcProvider create(
            Change change,
            String url,
            List<String> clients,
            List<String> thumbprints,
            List<Tag> tags) {
        String address = address(url);
        requireClients(clients);
        requireThumbprints(thumbprints);
        if (store.find(change.sql(), change.account(), address).isPresent()) {
            throw Refusal.alreadyExists("Provider with url %s already exists.".formatted(url));
        }
        if (store.count(change.sql(), change.account()) >= quotas.oidcProviders()) {
            throw Refusal.quota("OpenIdConnectProvidersPerAccount", quotas.oidcProviders());
        }
        var provider =
                new OidcProvider(
                        change.account(),
                        ids.provider(),
                        address,
                        clients.stream().distinct().toList(),
                        normal(thumbprints),
                        change.now(),
                        change.declares(),
                        Tag.held(tags));
        store.insert(change.sql(), provider);
        provider.clients().forEach(id -> store.addClient(change.sql(), provider.id(), id));
        store.setThumbprints(change.sql(), provider.id(), provider.thumbprints());
        change.note("identity.oidc-provider-created", provider.arn(), Map.of());
        held.tag(change, provider.owner(), tags);
        return provider;
    }

    /** Adding one that is there changes nothing. */
    public void addClient(Change change, Arn arn, String client) {
        OidcProvider provider = changeable(change, arn);
        requireClients(List.of(client));
        store.addClient(change.sql(), provider.id(), client);
        if (store.countClients(change.sql(), provider.id()) > MAX_CLIENTS) {
            throw Refusal.quota("ClientIdsPerOpenIdConnectProvider", MAX_CLIENTS);
        }
        note(change, arn, "client-added", client);
    }

    /** Removing one that is not there changes nothing. */
    public void removeClient(Change change, Arn arn, String client) {
        OidcProvider provider = changeable(change, arn);
        store.removeClient(change.sql(), provider.id(), client);
        note(change, arn, "client-removed", client);
    }

    public void setThumbprints(Change change, Arn arn, List<String> thumbprints) {
        OidcProvider provider = changeable(change, arn);
        requireThumbprints(thumbprints);
        store.setThumbprints(change.sql(), provider.id(), normal(thumbprints));
        change.note("identity.oidc-provider-thumbprints-updated", arn, Map.of());
    }

    /** Deleting one that is not there changes nothing. */
    public void delete(Change change, Arn arn) {
        if (find(change, arn).isEmpty()) {
            return;
        }
        OidcProvider provider = changeable(change, arn);
        held.release(change, provider.owner());
        store.delete(change.sql(), provider.id());
        change.note("identity.oidc-provider-deleted", arn, Map.of());
    }

    /** Whether the file of identities declares the provider, from now on. */
    public void setDeclared(Change change, OidcProvider provider, boolean declared) {
        store.setDeclared(change.sql(), provider.id(), declared);
    }

    /** Without what belongs to it. */
    public OidcProvider require(Change change, Arn arn) {
        return find(change, arn).orElseThrow(() -> unknown(arn));
    }

    /** The same, when whoever makes this change may change the provider. */
    public OidcProvider changeable(Change change, Arn arn) {
        OidcProvider provider = require(change, arn);
        change.requireChangeable(provider.declared(), provider.owner());
        return provider;
    }

    public Optional<OidcProvider> find(Change change, Arn arn) {
        return store.find(change.sql(), change.account(), urlOf(arn))
                .filter(provider -> provider.arn().equals(arn));
    }

    /** The address that the ARN of a provider names; empty text for another kind of ARN. */
    public static String urlOf(Arn arn) {
        return arn.resource().startsWith(RESOURCE)
                ? arn.resource().substring(RESOURCE.length())
                : "";
    }

    /**
     * The address without its scheme, as it is kept and as ARNs have it. The host is in lower case.
     */
    public static String address(String url) {
        if (url.length() > MAX_URL || !url.startsWith(SCHEME)) {
            throw invalidUrl();
        }
        String address = url.substring(SCHEME.length());
        if (!ADDRESS.matcher(address).matches()) {
            throw invalidUrl();
        }
        int slash = address.indexOf('/');
        int end = slash < 0 ? address.length() : slash;
        return address.substring(0, end).toLowerCase(Locale.ROOT) + address.substring(end);
    }

    public static RuntimeException unknown(Arn arn) {
        return Refusal.noSuchEntity("OpenIDConnect Provider not found for arn %s".formatted(arn));
    }

    private static void requireClients(List<String> clients) {
        if (clients.size() > MAX_CLIENTS) {
            throw Refusal.quota("ClientIdsPerOpenIdConnectProvider", MAX_CLIENTS);
        }
        clients.forEach(client -> IdentityNames.requireLength(client, "clientID", MAX_CLIENT));
    }

    private static void requireThumbprints(List<String> thumbprints) {
        if (thumbprints.size() > MAX_THUMBPRINTS) {
            throw Refusal.of(
                    IdentityFault.INVALID_INPUT,
                    "Thumbprint list must contain fewer than %d entries."
                            .formatted(MAX_THUMBPRINTS + 1));
        }
        for (String thumbprint : thumbprints) {
            if (!THUMBPRINT.matcher(thumbprint).matches()) {
                throw Refusal.invalid(
                        "1 validation error detected: Value '%s' at 'thumbprintList' failed to satisfy constraint: Member must have 40 hexadecimal characters"
                                .formatted(thumbprint));
            }
        }
    }

    private static List<String> normal(List<String> thumbprints) {
        return thumbprints.stream()
                .map(thumbprint -> thumbprint.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private static RuntimeException invalidUrl() {
        return Refusal.invalid("Invalid Open ID Connect Provider URL");
    }

    private static void note(Change change, Arn arn, String what, String client) {
        change.note("identity.oidc-provider-" + what, arn, Map.of("clientId", client));
    }
}
