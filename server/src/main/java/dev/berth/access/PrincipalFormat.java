package dev.berth.access;

import dev.berth.aws.AccountId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A principal as the bytes of a token: its kind in one byte, so that more can come. */
final class PrincipalFormat {
    private static final int ROOT = 1;
    private static final int USER = 2;
    private static final int ASSUMED_ROLE = 3;
    private static final int FEDERATED_USER = 4;

    /** 5 was a service that did not say who stands for it. */
    private static final int SERVICE = 6;

    private PrincipalFormat() {}

    /** Refuses those who have no credential of their own. */
    static void write(DataOutputStream out, Principal principal) throws IOException {
        switch (principal) {
            case Principal.Root root -> {
                out.writeByte(ROOT);
                out.writeUTF(root.account().value());
            }
            case Principal.User user -> {
                out.writeByte(USER);
                writeUser(out, user);
            }
            case Principal.AssumedRole role -> {
                out.writeByte(ASSUMED_ROLE);
                out.writeUTF(role.account().value());
                out.writeUTF(role.roleId());
                out.writeUTF(role.rolePath());
                out.writeUTF(role.roleName());
                out.writeUTF(role.sessionName());
            }
            case Principal.FederatedUser user -> {
                out.writeByte(FEDERATED_USER);
                out.writeUTF(user.account().value());
                out.writeUTF(user.userName());
                Principal.@Nullable User issuer = user.issuer();
                out.writeBoolean(issuer != null);
                if (issuer != null) {
                    writeUser(out, issuer);
                }
            }
            case Principal.Service service -> {
                out.writeByte(SERVICE);
                out.writeUTF(service.account().value());
                out.writeUTF(service.service());
                Packed.writeOptional(out, service.sourceArn());
                Packed.writeOptional(out, service.sourceAccount());
                @Nullable Principal behind = service.behind();
                if (behind == null) {
                    throw new IllegalArgumentException("nobody stands for " + service.name());
                }
                write(out, behind);
            }
            case Principal.WebIdentity _, Principal.Anonymous _, Principal.Job _ ->
                    throw new IllegalArgumentException("no token for " + principal.name());
        }
    }

    /**
     * @throws IOException when these are not the bytes of a principal
     */
    static Principal read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case ROOT -> new Principal.Root(account(in));
            case USER -> readUser(in);
            case ASSUMED_ROLE -> readRole(in);
            case FEDERATED_USER ->
                    new Principal.FederatedUser(
                            account(in), in.readUTF(), in.readBoolean() ? readUser(in) : null);
            case SERVICE ->
                    new Principal.Service(
                            account(in),
                            in.readUTF(),
                            Packed.readOptional(in),
                            Packed.readOptional(in),
                            readBehind(in));
            default -> throw new IOException("a principal of unknown kind");
        };
    }

    private static Principal readBehind(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case USER -> readUser(in);
            case ASSUMED_ROLE -> readRole(in);
            default -> throw new IOException("a principal that stands for no service");
        };
    }

    private static Principal readRole(DataInputStream in) throws IOException {
        return new Principal.AssumedRole(
                account(in), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static void writeUser(DataOutputStream out, Principal.User user) throws IOException {
        out.writeUTF(user.account().value());
        out.writeUTF(user.id());
        out.writeUTF(user.path());
        out.writeUTF(user.userName());
    }

    private static Principal.User readUser(DataInputStream in) throws IOException {
        return new Principal.User(account(in), in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static AccountId account(DataInputStream in) throws IOException {
        return AccountId.tryParse(in.readUTF())
                .orElseThrow(() -> new IOException("not an account id"));
    }
}
