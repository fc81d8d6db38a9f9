package dev.berth.access;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The bytes of a scope in a token: a byte for its kind, then its parts. */
final class TokenScopeFormat {
    private static final int FULL = 1;
    private static final int LAYER = 2;
    private static final int LIMITED = 3;

    private TokenScopeFormat() {}

    static void write(DataOutputStream out, TokenScope scope) throws IOException {
        switch (scope) {
            case TokenScope.Full _ -> out.writeByte(FULL);
            case TokenScope.Layer layer -> {
                out.writeByte(LAYER);
                out.writeUTF(layer.repository().toString());
                out.writeUTF(layer.digest().toString());
            }
            case TokenScope.Limited limited -> {
                out.writeByte(LIMITED);
                Packed.writeTexts(
                        out, limited.repositories().stream().map(RepositoryGlob::text).toList());
                Packed.writeTexts(out, limited.actions().words());
            }
        }
    }

    static TokenScope read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case FULL -> new TokenScope.Full();
            case LAYER ->
                    new TokenScope.Layer(
                            new RepositoryName(in.readUTF()), Digest.parse(in.readUTF()));
            case LIMITED ->
                    new TokenScope.Limited(
                            Packed.readTexts(in).stream().map(RepositoryGlob::new).toList(),
                            new TokenActions(Packed.readTexts(in)));
            default -> throw new IOException("a scope of unknown kind");
        };
    }
}
