package dev.berth.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.access.Caller;
import dev.berth.access.Decision;
import dev.berth.access.DenialCause;
import dev.berth.access.Principal;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.runtime.RequestId;
import dev.berth.testing.FixedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final AccountId ACCOUNT = new AccountId("111111111111");
    private static final Registry HOME = new Registry(ACCOUNT, new Region("us-east-1"));
    private static final Caller ANNA =
            new Caller(
                    new Principal.User(ACCOUNT, "AIDAQANNA", "/", "anna"),
                    null,
                    "AKIAEXAMPLE",
                    HOME,
                    new TokenScope.Full(),
                    InetAddress.ofLiteral("192.0.2.7"),
                    true);

    @TempDir private Path folder;
    private final FixedClock clock = new FixedClock();
    private final List<String> lines = new ArrayList<>();
    private final AuditLog log =
            new AuditLog(clock, line -> lines.add(new String(line, StandardCharsets.UTF_8)));

    @Test
    void tellsOfADenialWhoWantedWhatAndWhichStatementDecided() {
        var cause =
                new DenialCause(
                        "ecr:PutImage",
                        "arn:aws:ecr:us-east-1:111111111111:repository/app",
                        ACCOUNT,
                        "explicit-deny",
                        "identity-based policy ci",
                        "Statement[1] NoPush");

        RequestId.during(
                "request-1",
                () -> {
                    log.denied(ANNA, new Decision.Denied("no", cause));
                    return "";
                });

        assertThat(lines)
                .containsExactly(
                        """
                        {"at":"2026-01-02T03:04:05Z","event":"denied",\
                        "principal":"arn:aws:iam::111111111111:user/anna",\
                        "accessKeyId":"AKIAEXAMPLE","principalId":"AIDAQANNA",\
                        "action":"ecr:PutImage",\
                        "resource":"arn:aws:ecr:us-east-1:111111111111:repository/app",\
                        "decision":"explicit-deny","policy":"identity-based policy ci",\
                        "statement":"Statement[1] NoPush","requestId":"request-1",\
                        "sourceAddress":"192.0.2.7"}\
                        """);
    }

    @Test
    void tellsOfChangesOfWhoMayDoWhatAndOfNothingElse() {
        var actor = new Actor("arn:aws:iam::111111111111:root", "request-1");

        log.committed(actor, event("identity.user-created"));
        log.committed(actor, event("repository.policy-set"));
        log.committed(actor, event("registry.policy-put"));
        log.committed(actor, event("registry-token.created"));
        log.committed(actor, event("registry-tokens.revoked"));
        log.committed(actor, event("image.pushed"));

        assertThat(lines)
                .hasSize(5)
                .first()
                .isEqualTo(
                        """
                        {"at":"2026-01-02T03:04:05Z","event":"identity.user-created",\
                        "principal":"arn:aws:iam::111111111111:root","resource":"x",\
                        "account":"111111111111","requestId":"request-1","detail":{"a":"b"}}\
                        """);
    }

    @Test
    void writesEveryLineToAFileForItsOwnerAlone() throws Exception {
        try (var writer = AuditWriter.start(folder, Duration.ofDays(1), clock)) {
            for (int i = 0; i < 100; i++) {
                writer.write(bytes("line " + i));
            }
        }

        Path file = folder.resolve("audit.jsonl");
        assertThat(Files.readAllLines(file)).hasSize(100).first().isEqualTo("line 0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnWithTheFileOfTheServerBefore() throws Exception {
        for (String line : List.of("one", "two")) {
            try (var writer = AuditWriter.start(folder, Duration.ofDays(1), clock)) {
                writer.write(bytes(line));
            }
        }

        assertThat(Files.readAllLines(folder.resolve("audit.jsonl"))).containsExactly("one", "two");
    }

    @Test
    void putsAFullFileAsideAndDropsThoseThatAreTooOld() throws Exception {
        Path old = Files.createFile(folder.resolve("audit-20200101T000000.000Z.jsonl"));
        Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofDays(2))));
        for (String line : List.of("long enough", "next")) {
            try (var writer = AuditWriter.start(folder, 5, Duration.ofDays(1), clock)) {
                writer.write(bytes(line));
            }
        }

        assertThat(Files.readAllLines(folder.resolve("audit.jsonl"))).containsExactly("next");
        assertThat(Files.readAllLines(folder.resolve("audit-20260102T030405.000Z.jsonl")))
                .containsExactly("long enough");
        assertThat(old).doesNotExist();
        assertThat(names()).hasSize(2);
    }

    @Test
    void goesOnWithTheFullFileWhileItCannotBePutAside() throws Exception {
        Path inTheWay = folder.resolve("audit-20260102T030405.000Z.jsonl/x");
        Files.createDirectories(inTheWay);
        try (var files = new AuditFiles(folder, 5, Duration.ofDays(1), clock)) {
            append(files, "long enough");
            append(files, "next");
            append(files, "and next");
            assertThat(Files.readAllLines(folder.resolve("audit.jsonl")))
                    .containsExactly("long enough", "next", "and next");

            clock.advance(Duration.ofSeconds(1));
            append(files, "later");
        }

        assertThat(Files.readAllLines(folder.resolve("audit.jsonl"))).containsExactly("later");
        assertThat(Files.readAllLines(folder.resolve("audit-20260102T030406.000Z.jsonl")))
                .hasSize(3);
    }

    @Test
    void goesOnWhereNoNewFileCanBeMade() throws Exception {
        Path audit = folder.resolve("audit");
        Path moved = folder.resolve("moved");
        try (var files = new AuditFiles(audit, 5, Duration.ofDays(1), clock)) {
            append(files, "long enough");
            Files.move(audit, moved);
            append(files, "next");
            assertThat(Files.readAllLines(moved.resolve("audit.jsonl")))
                    .containsExactly("long enough", "next");

            Files.createDirectories(audit);
            append(files, "later");
        }

        assertThat(Files.readAllLines(audit.resolve("audit.jsonl"))).containsExactly("later");
    }

    @Test
    void losesNoLineWhereAnOldFileCannotBeDeleted() throws Exception {
        Path old = folder.resolve("audit-20200101T000000.000Z.jsonl");
        Files.createDirectories(old.resolve("x"));
        Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofDays(2))));
        try (var files = new AuditFiles(folder, 5, Duration.ofDays(1), clock)) {
            append(files, "long enough");
            append(files, "next");
        }

        assertThat(Files.readAllLines(folder.resolve("audit.jsonl"))).containsExactly("next");
    }

    @Test
    void opensItsFileAgainOnceItWasClosed() throws Exception {
        try (var files = new AuditFiles(folder, 100, Duration.ofDays(1), clock)) {
            append(files, "one");
            Thread.currentThread().interrupt(); // closes a channel that is written to
            assertThatThrownBy(() -> append(files, "lost"))
                    .isInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
            append(files, "two");
        }

        assertThat(Files.readAllLines(folder.resolve("audit.jsonl"))).containsExactly("one", "two");
    }

    private static void append(AuditFiles files, String line) throws IOException {
        files.append(ByteBuffer.wrap(bytes(line + "\n")));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Event event(String type) {
        return new Event(type, 1, HOME, "x", Map.of("a", "b"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
