package dev.berth.identity.file;

import dev.berth.identity.Declared;
import dev.berth.identity.OidcProviders;
import dev.berth.problem.ProblemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the OIDC issuers that an account trusts. */
final class ProviderReader {
    private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");
    private static final int LONGEST = 255;

    private final Section account;
    private final Map<String, String> seen = new HashMap<>();

    ProviderReader(Section account) {
        this.account = account;
    }

    List<Declared.Provider> read() {
        List<Declared.Provider> found = new ArrayList<>();
        for (Section provider : account.sections("oidc-providers")) {
            var url =
                    provider.required(
                                    "url",
                                    "a URL such as https://gitlab.example.com",
                                    ProviderReader::isIssuer)
                            .map(OidcProviders::address);
            var clients =
                    provider.texts(
                            "client-ids",
                            "a client id of up to 255 characters",
                            text -> !text.isEmpty() && text.length() <= LONGEST);
            var thumbprints =
                    provider.texts(
                            "thumbprints",
                            "a thumbprint: 40 hexadecimal digits",
                            text -> THUMBPRINT.matcher(text).matches());
            boolean adopt = provider.flag("adopt");
            provider.finish();
            url.map(text -> seen.putIfAbsent(text, provider.path()))
                    .ifPresent(other ->
                            provider.fault("url", "this is declared already, at " + other));
            url.ifPresent(text ->
                    found.add(
                            new Declared.Provider(
                                    provider.path(),
                                    text,
                                    new LinkedHashSet<>(clients.values()),
                                    lowerCase(thumbprints.values()),
                                    adopt)));
        }
        return found;
    }

    /** As they are stored. */
    private static Set<String> lowerCase(Collection<String> thumbprints) {
        return thumbprints.stream()
                .map(thumbprint -> thumbprint.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isIssuer(String text) {
        try {
            OidcProviders.address(text);
            URI uri = URI.create(text);
            return uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException | ProblemException _) {
            return false;
        }
    }
}
