package dev.berth.identity.file;

import static dev.berth.identity.file.DeclaredFixture.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.ConfigFaults;
import dev.berth.identity.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesFileJobTest {
    private final DeclaredFixture fixture = new DeclaredFixture();

    @TempDir private Path folder;
    private Path file;
    private IdentitiesFileJob job;

    @BeforeEach
    void create() throws IOException {
        file = folder.resolve("identities.yaml");
        write("users: [{name: ci}]");
        job =
                new IdentitiesFileJob(
                        new IdentitiesFile(file, fixture.reader()), fixture.declarations());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void write(String members) throws IOException {
        Files.writeString(file, account(members));
    }

    /** As often as it takes to apply a file that stays as it is. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            job.run();
        }
    }

    private List<String> users() {
        return fixture.account().users().stream().map(User::name).toList();
    }

    @Test
    void appliesTheFileAtTheStartAndWhenItChanges() throws Exception {
        job.start();
        assertThat(users()).containsExactly("ci");

        write("users: [{name: ci}, {name: other}]");
        settle();
        assertThat(users()).containsExactly("ci", "other");
    }

    @Test
    void doesNothingWhileTheFileIsTheSame() throws Exception {
        job.start();
        var before = fixture.account();

        settle();

        assertThat(fixture.account()).isSameAs(before);
    }

    @Test
    void aFaultyFileIsRefusedAtTheStartWithAllItsFaults() throws Exception {
        write("users: [{name: a b}, {nam: c}]");

        assertThatThrownBy(job::start)
                .isInstanceOfSatisfying(
                        ConfigFaults.class,
                        e ->
                                assertThat(e.faults())
                                        .hasSize(3)
                                        .allMatch(fault ->
                                                fault.startsWith(file + ": accounts[0].users[")));
        assertThat(fixture.identity().identities().exists(DeclaredFixture.ACCOUNT)).isFalse();
    }

    @Test
    void aFaultyVersionLeavesTheIdentitiesAsTheyAre() throws Exception {
        job.start();
        var before = fixture.account();

        write("users: [{name: new}, {name: a b}]");
        settle();
        assertThat(fixture.account()).isSameAs(before);

        Files.delete(file);
        settle();
        assertThat(fixture.account()).isSameAs(before);

        write("users: [{name: new}]");
        settle();
        assertThat(users()).containsExactly("new");
    }

    @Test
    void anEmptyFileLeavesTheIdentitiesAsTheyAre() throws Exception {
        job.start();
        var before = fixture.account();

        for (String text : List.of("", "# being written\n", "accounts:\n")) {
            Files.writeString(file, text);
            settle();
            assertThat(fixture.account()).as(text).isSameAs(before);
        }
    }

    @Test
    void aHalfWrittenFileIsNotApplied() throws Exception {
        write("users:\n  - name: ci\n  - name: other");
        job.start();
        var before = fixture.account();

        write("users:\n  - name: ci");
        job.run();
        assertThat(fixture.account()).isSameAs(before);

        write("users:\n  - name: ci\n  - name: new");
        job.run();
        assertThat(fixture.account()).isSameAs(before);

        job.run();
        assertThat(users()).containsExactly("ci", "new");
    }

    @Test
    void aNewSecretThatIsHalfWrittenIsNotApplied() throws Exception {
        job.start();
        Files.writeString(folder.resolve("secret"), "the-secret-of-the-ro");
        write(
                "users: [{name: ci, access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-file: secret}]}]");
        job.run();
        job.run();
        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA")).isEmpty();

        Files.writeString(folder.resolve("secret"), "the-secret-of-the-robot-0123456789");
        settle();

        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA"))
                .hasValueSatisfying(holder ->
                        assertThat(holder.key().secret())
                                .isEqualTo("the-secret-of-the-robot-0123456789"));
    }

    @Test
    void seesThatASecretChanged() throws Exception {
        Files.writeString(folder.resolve("secret"), "the-first-secret-0123456789");
        write(
                "users: [{name: ci, access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-file: secret}]}]");
        job.start();

        Files.writeString(folder.resolve("secret"), "the-other-secret-0123456789");
        settle();

        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA"))
                .hasValueSatisfying(holder ->
                        assertThat(holder.key().secret()).isEqualTo("the-other-secret-0123456789"));
    }

    @Test
    void triesAgainWhenWhatWasInTheWayIsGone() throws Exception {
        job.start();
        write("users: [{name: ci, access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-file: late}]}]");
        settle();
        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA")).isEmpty();

        Files.writeString(folder.resolve("late"), "a-secret-that-comes-late-0123456789");
        settle();

        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA")).isPresent();
    }
}
