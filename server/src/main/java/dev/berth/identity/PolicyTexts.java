package dev.berth.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.PolicyDocument;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.problem.IdentityFault;

/** From the texts of policies to what decides; a text is compiled once, whoever holds it. */
public final class PolicyTexts {
    private static final int MAX_REMEMBERED = 20_000;

    private record Key(String text, PolicyKind kind) {}

    private final Cache<Key, PolicyDocument> compiled =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /**
     * The document of a text that was accepted once.
     *
     * @throws MalformedPolicyException when it is none any more: nobody is let in by it
     */
    PolicyDocument compiled(String text, PolicyKind kind) {
        return compiled.get(new Key(text, kind), key -> PolicyParser.parse(key.text(), key.kind()));
    }

    /** Refuses a text that is no policy of this kind, with everything that is wrong with it. */
    public static void check(String text, PolicyKind kind) {
        try {
            PolicyParser.parse(text, kind);
        } catch (MalformedPolicyException e) {
            throw Refusal.of(
                    IdentityFault.MALFORMED_POLICY_DOCUMENT, String.valueOf(e.getMessage()));
        }
    }
}
