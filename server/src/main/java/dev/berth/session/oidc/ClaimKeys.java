package dev.berth.session.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims of a token as condition keys: {@code <issuer without https://>:<claim>}. */
final class ClaimKeys {
    private ClaimKeys() {}

    /**
     * The audience is what the provider is registered for, whatever else the token names. Texts,
     * numbers and truth values, and lists of texts. Condition keys know no case: where two claims
     * differ in nothing else, only the one in small letters counts.
     */
    static Map<String, List<String>> of(String issuer, List<String> audience, JWTClaimsSet claims) {
        String prefix = prefix(issuer);
        var keys = new HashMap<String, List<String>>();
        claims.getClaims()
                .forEach((name, value) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    @Nullable List<String> values = values(value);
                    boolean ambiguous =
                            !lower.equals(name)
                                    && claims.getClaims().keySet().stream()
                                            .anyMatch(other ->
                                                    !other.equals(name)
                                                            && other.equalsIgnoreCase(name));
                    if (values != null && !ambiguous) {
                        keys.put(prefix + lower, values);
                    }
                });
        keys.put(prefix + "aud", audience);
        return keys;
    }

    private static String prefix(String issuer) {
        return issuer.substring(OidcIssuer.HTTPS.length()).toLowerCase(Locale.ROOT) + ":";
    }

    /** Null for objects, which no condition reads, and for times, which the reader has judged. */
    private static @Nullable List<String> values(@Nullable Object value) {
        return switch (value) {
            case String text -> List.of(text);
            case Boolean flag -> List.of(flag.toString());
            case Long number -> List.of(number.toString());
            case Integer number -> List.of(number.toString());
            case List<?> list -> texts(list);
            case null, default -> null;
        };
    }

    private static @Nullable List<String> texts(List<?> list) {
        var texts = new ArrayList<String>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                return null;
            }
            texts.add(text);
        }
        return texts;
    }
}
