package dev.berth.session.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer puts into the session that its token gets, by the claims that AWS defines for it.
 *
 * @param transitiveTags keys of tags that stay through role chaining
 * @param sourceIdentity null where it says none
 */
public record SessionClaims(
        Map<String, String> tags, Set<String> transitiveTags, @Nullable String sourceIdentity) {
    private static final String TAGS = "https://aws.amazon.com/tags";
    private static final String PRINCIPAL_TAGS = "principal_tags";
    private static final String TRANSITIVE = "transitive_tag_keys";
    private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

    private static final Pattern SOURCE_IDENTITY_TEXT = Pattern.compile("[\\w+=,.@-]{2,64}");

    public SessionClaims {
        tags = Map.copyOf(tags);
        transitiveTags = Set.copyOf(transitiveTags);
    }

    /**
     * @throws ParseException when a claim has another form than AWS gives it
     */
    static SessionClaims of(JWTClaimsSet claims) throws ParseException {
        @Nullable Map<String, Object> tags = claims.getJSONObjectClaim(TAGS);
        return new SessionClaims(
                tags == null ? Map.of() : tags(tags.get(PRINCIPAL_TAGS)),
                tags == null ? Set.of() : new HashSet<>(texts(tags.get(TRANSITIVE))),
                sourceIdentity(claims.getStringClaim(SOURCE_IDENTITY)));
    }

    /** As who assumes a role could have said it himself. */
    private static @Nullable String sourceIdentity(@Nullable String claim) throws ParseException {
        if (claim != null && !SOURCE_IDENTITY_TEXT.matcher(claim).matches()) {
            throw new ParseException("a source identity must match " + SOURCE_IDENTITY_TEXT, 0);
        }
        return claim;
    }

    private static Map<String, String> tags(@Nullable Object principalTags) throws ParseException {
        if (principalTags == null) {
            return Map.of();
        }
        if (!(principalTags instanceof Map<?, ?> members)) {
            throw new ParseException(PRINCIPAL_TAGS + " is no object", 0);
        }
        var tags = new HashMap<String, String>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            List<String> values = texts(member.getValue());
            if (values.size() != 1) {
                throw new ParseException("a tag has one value", 0);
            }
            tags.put(String.valueOf(member.getKey()), values.getFirst());
        }
        return tags;
    }

    private static List<String> texts(@Nullable Object value) throws ParseException {
        return switch (value) {
            case null -> List.of();
            case String text -> List.of(text);
            case List<?> list when list.stream().allMatch(String.class::isInstance) ->
                    list.stream().map(String.class::cast).toList();
            default -> throw new ParseException("neither a text nor texts", 0);
        };
    }
}
