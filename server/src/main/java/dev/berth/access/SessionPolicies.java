package dev.berth.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.aws.Arn;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyDocument;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policies that bound a session. What cannot be read or found denies it everything, so that no
 * other policy widens it.
 */
final class SessionPolicies {
    private static final int MAX_REMEMBERED = 10_000;

    private final Directory directory;
    private final Cache<String, NamedPolicy> compiled =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
    private final NamedPolicy nothing =
            new NamedPolicy(
                    "none",
                    PolicySource.SESSION,
                    parse(
                            """
                            {"Version": "2012-10-17",
                             "Statement": {"Effect": "Allow", "NotAction": "*", "Resource": "*"}}\
                            """));
    private final NamedPolicy missing =
            new NamedPolicy(
                    "missing",
                    PolicySource.SESSION,
                    parse(
                            """
                            {"Version": "2012-10-17",
                             "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}\
                            """));
    private final NamedPolicy everything =
            new NamedPolicy(
                    "root",
                    PolicySource.IDENTITY,
                    parse(
                            """
                            {"Version": "2012-10-17",
                             "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
                            """));

    SessionPolicies(Directory directory) {
        this.directory = directory;
    }

    /** Empty where the session may all that its principal may. */
    List<NamedPolicy> of(@Nullable Session session) {
        if (session == null
                || (session.policies().isEmpty() && session.managedPolicies().isEmpty())) {
            return List.of();
        }
        var found = new ArrayList<NamedPolicy>();
        session.policies().forEach(text -> found.add(compiled.get(text, this::read)));
        session.managedPolicies().forEach(arn -> found.add(managed(arn).orElse(missing)));
        return found;
    }

    /** Allows nothing at all. */
    NamedPolicy nothing() {
        return nothing;
    }

    /** What the root of an account may, given to whom the root lets act for it. */
    NamedPolicy everything() {
        return everything;
    }

    private Optional<NamedPolicy> managed(String arn) {
        return Arn.tryParse(arn)
                .flatMap(directory::managedPolicy)
                .map(policy ->
                        new NamedPolicy(policy.name(), PolicySource.SESSION, policy.document()));
    }

    private NamedPolicy read(String text) {
        try {
            return new NamedPolicy("inline", PolicySource.SESSION, parse(text));
        } catch (MalformedPolicyException e) {
            return missing;
        }
    }

    private static PolicyDocument parse(String text) {
        return PolicyParser.parse(text, PolicyKind.SESSION);
    }
}
