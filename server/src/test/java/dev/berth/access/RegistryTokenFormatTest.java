package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryTokenFormatTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final Registry REGISTRY = new Registry(ACCOUNT, new Region("eu-central-1"));
    private static final Instant ISSUED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final UUID KEY_ID = new UUID(1, 2);
    private static final Principal.User USER =
            new Principal.User(ACCOUNT, "AIDAEXAMPLEEXAMPLE23", "/team/", "ada");

    static Stream<Principal> principals() {
        return Stream.of(
                new Principal.Root(ACCOUNT),
                USER,
                new Principal.AssumedRole(ACCOUNT, "AROAEXAMPLEEXAMPLE23", "/", "deploy", "run-17"),
                new Principal.FederatedUser(ACCOUNT, "guest", USER),
                new Principal.FederatedUser(ACCOUNT, "guest", null),
                new Principal.Service(
                        ACCOUNT,
                        "codebuild.amazonaws.com",
                        "arn:aws:codebuild:us-east-1:111111111111:project/app",
                        null,
                        USER));
    }

    @ParameterizedTest
    @MethodSource("principals")
    void keepsWhatItIsGiven(Principal principal) throws IOException {
        for (TokenScope scope :
                List.of(
                        new TokenScope.Full(),
                        new TokenScope.Layer(
                                new RepositoryName("team/app"),
                                Digest.parse("sha256:" + "ab".repeat(32))),
                        new TokenScope.Limited(
                                List.of(new RepositoryGlob("team/*"), new RepositoryGlob("base")),
                                new TokenActions(List.of("pull", "ecr:ListImages"))))) {
            for (Session session : Arrays.asList(null, session("{}"), session("x".repeat(2048)))) {
                RegistryToken token = token(principal, session, scope);

                byte[] bytes = RegistryTokenFormat.write(token);

                assertThat(RegistryTokenFormat.read(bytes)).isEqualTo(token);
                assertThat(RegistryTokenFormat.keyId(bytes)).isEqualTo(KEY_ID);
            }
        }
    }

    @Test
    void isShortWhateverTheSessionRepeats() {
        String policy =
                "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}"
                        .formatted(
                                "{\"Effect\":\"Allow\",\"Action\":\"ecr:BatchGetImage\",\"Resource\":\"*\"},"
                                        .repeat(20));

        assertThat(RegistryTokenFormat.write(token(USER, session(policy), new TokenScope.Full())))
                .hasSizeLessThan(600);
    }

    @Test
    void readsTheTokensOfVersionOne() throws IOException {
        byte[] bytes = ofVersionOne();

        assertThat(RegistryTokenFormat.read(bytes))
                .isEqualTo(
                        new RegistryToken(
                                KEY_ID,
                                new UUID(3, 4),
                                new Principal.Root(ACCOUNT),
                                "AKIAIOSFODNN7EXAMPLE",
                                null,
                                REGISTRY,
                                ISSUED,
                                ISSUED.plus(Duration.ofHours(12)),
                                new TokenScope.Full()));
    }

    @Test
    void refusesWhatInflatesToMoreThanATokenHolds() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(2);
            out.writeLong(1);
            out.writeLong(2);
            Packed.write(out, new byte[1 << 20]);
        }

        assertThat(bytes.size()).isLessThan(2000);
        assertThatThrownBy(() -> RegistryTokenFormat.read(bytes.toByteArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesEveryShorterText() {
        byte[] bytes = RegistryTokenFormat.write(token(USER, session("{}"), new TokenScope.Full()));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RegistryTokenFormat.read(cut)).isInstanceOf(IOException.class);
        }
    }

    private static byte[] ofVersionOne() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(1);
            out.writeLong(1);
            out.writeLong(2);
            out.writeLong(3);
            out.writeLong(4);
            out.writeLong(ISSUED.plus(Duration.ofHours(12)).toEpochMilli());
            out.writeByte(1);
            out.writeUTF(ACCOUNT.value());
            out.writeByte(1);
            out.writeUTF("AKIAIOSFODNN7EXAMPLE");
            out.writeUTF(ACCOUNT.value());
            out.writeUTF("eu-central-1");
            out.writeByte(1);
        }
        return bytes.toByteArray();
    }

    private static RegistryToken token(
            Principal principal, @Nullable Session session, TokenScope scope) {
        return new RegistryToken(
                KEY_ID,
                new UUID(3, 4),
                principal,
                session == null ? "AKIAIOSFODNN7EXAMPLE" : null,
                session,
                REGISTRY,
                ISSUED,
                ISSUED.plus(Duration.ofHours(12)),
                scope);
    }

    private static Session session(String policy) {
        return new Session(
                ISSUED,
                ISSUED.plus(Duration.ofHours(1)),
                List.of(policy),
                List.of("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"),
                Map.of("team", "blue", "stage", "é"),
                Set.of("team"),
                "ada",
                true,
                null);
    }
}
