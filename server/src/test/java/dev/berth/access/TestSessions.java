package dev.berth.access;

import dev.berth.aws.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sessions to issue credentials for. */
final class TestSessions {
    static final AccountId ACCOUNT = new AccountId("111122223333");
    static final Principal.AssumedRole ROLE =
            new Principal.AssumedRole(ACCOUNT, "AROAEXAMPLEROLE", "/team/", "pusher", "build-7");
    static final Principal.User USER = new Principal.User(ACCOUNT, "AIDAEXAMPLEUSER", "/", "alice");

    private TestSessions() {}

    static Session plain(Instant now, Duration lifetime) {
        return new Session(
                now,
                now.plus(lifetime),
                List.of(),
                List.of(),
                Map.of(),
                Set.of(),
                null,
                false,
                null);
    }

    static Session full(Instant now, Duration lifetime) {
        return new Session(
                now,
                now.plus(lifetime),
                List.of("{\"Version\":\"2012-10-17\",\"Statement\":[]}"),
                List.of("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"),
                Map.of("team", "crane", "Stufe", "höchste"),
                Set.of("team"),
                "alice",
                true,
                "arn:aws:iam::111122223333:oidc-provider/issuer.example");
    }

    static Session withPolicy(Instant now, String policy) {
        return new Session(
                now,
                now.plus(Duration.ofHours(1)),
                List.of(policy),
                List.of(),
                Map.of(),
                Set.of(),
                null,
                false,
                null);
    }
}
