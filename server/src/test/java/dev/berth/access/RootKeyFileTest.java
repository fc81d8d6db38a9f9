package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.identity.AccessKeys;
import dev.berth.identity.IdentityQuotas;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeyFileTest {
    private static final AccountId ACCOUNT = new AccountId("000000000000");

    @TempDir private Path folder;

    private final FixedClock clock = new FixedClock();
    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = new TestDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void createsAKeyThatOnlyItsOwnerCanRead() throws IOException {
        open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(Files.readString(file()).strip())).hasSize(32);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void neverWritesItAgain() throws IOException {
        open();
        String first = Files.readString(file());

        open();

        assertThat(Files.readString(file())).isEqualTo(first);
    }

    @Test
    void opensWhatItSealedBefore() {
        SealedSecret sealed = open().seal(bytes("secret"), "purpose");

        assertThat(open().open(sealed, "purpose")).isEqualTo(bytes("secret"));
    }

    @Test
    void opensNothingForAnotherPurpose() {
        SealedSecret sealed = open().seal(bytes("secret"), "access-key/a");

        assertThatThrownBy(() -> open().open(sealed, "access-key/b"))
                .isInstanceOf(RootKeyException.class);
    }

    @Test
    void opensNothingThatWasChanged() {
        byte[] sealed = open().seal(bytes("secret"), "purpose").bytes();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;

            assertThatThrownBy(() -> open().open(new SealedSecret(changed), "purpose"))
                    .isInstanceOf(RootKeyException.class);
        }
        assertThatThrownBy(() -> open().open(new SealedSecret(new byte[3]), "purpose"))
                .isInstanceOf(RootKeyException.class);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        RootKey key = open();

        assertThat(key.seal(bytes("secret"), "purpose").bytes())
                .isNotEqualTo(key.seal(bytes("secret"), "purpose").bytes());
    }

    @Test
    void refusesToStartWithoutTheKeyOfADatabaseWithSecrets() throws IOException {
        storeAccessKey();
        Files.delete(file());

        assertThatThrownBy(this::open)
                .isInstanceOf(RootKeyException.class)
                .hasMessage(
                        "the root key %s is missing, and only it opens the secrets of the database: put it back"
                                .formatted(file()));
        assertThat(file()).doesNotExist();
    }

    @Test
    void refusesToStartWithAnotherKey() throws IOException {
        storeAccessKey();
        replaceKey();

        assertThatThrownBy(this::open)
                .isInstanceOf(RootKeyException.class)
                .hasMessage(
                        "the root key %s is not the one that sealed the secrets of the database: put that one back"
                                .formatted(file()));
    }

    @Test
    void refusesToStartWithAnotherKeyThanThatOfTheTokens() throws IOException {
        new TokenKeys(database, open(), clock, random, new TestIds()).signing(Instant.EPOCH);
        replaceKey();

        assertThatThrownBy(this::open).isInstanceOf(RootKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "c2hvcnQ=", "\u00e9"})
    void refusesADamagedKey(String content) throws IOException {
        Files.writeString(file(), content);

        assertThatThrownBy(this::open)
                .isInstanceOf(RootKeyException.class)
                .hasMessage(
                        "the root key %s is damaged: it must hold 32 bytes in base64"
                                .formatted(file()));
        assertThat(file()).hasContent(content);
    }

    @Test
    void saysThatAFolderCannotBeWritten() {
        Path missing = folder.resolve("missing/root.key");

        assertThatThrownBy(() ->
                        new RootKeyFile(missing, random, AccessKeys.sealed()).openFor(database))
                .isInstanceOf(RootKeyException.class)
                .hasMessageStartingWith("the root key %s cannot be written: ".formatted(missing));
    }

    @Test
    void writesACredentialsFileThatOnlyItsOwnerCanRead() throws IOException {
        Path credentials = folder.resolve("credentials");
        Files.writeString(credentials, "older and longer than what replaces it".repeat(10));
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-r--r--"));

        new AwsCredentialsFile(credentials)
                .write(new AccessKey(ExampleKey.ID, ACCOUNT, ExampleKey.SECRET));

        assertThat(credentials)
                .hasContent(
                        """
                        [default]
                        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
                        aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
                        """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
                .isEqualTo("rw-------");
    }

    private void storeAccessKey() {
        assertThat(new TestIdentity(database, clock, IdentityQuotas.ofAws(), open()).key())
                .isNotNull();
    }

    private void replaceKey() throws IOException {
        byte[] other = new byte[RootKey.LENGTH];
        random.nextBytes(other);
        Files.writeString(file(), Base64.getEncoder().encodeToString(other));
    }

    private RootKey open() {
        return new RootKeyFile(file(), random, AccessKeys.sealed()).openFor(database);
    }

    private Path file() {
        return folder.resolve("root.key");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
