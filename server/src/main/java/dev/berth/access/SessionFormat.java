package dev.berth.access;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A session as the bytes of a token. Sets and maps in one order: a session has one form. */
final class SessionFormat {
    private SessionFormat() {}

    static void write(DataOutputStream out, Session session) throws IOException {
        out.writeLong(session.issuedAt().toEpochMilli());
        out.writeLong(session.expiresAt().toEpochMilli());
        out.writeBoolean(session.chained());
        writeOptional(out, session.sourceIdentity());
        writeOptional(out, session.federatedProvider());
        writeContents(out, session);
    }

    /** What its caller chose: the part whose size is bounded by the packed limit. */
    static void writeContents(DataOutputStream out, Session session) throws IOException {
        writeAll(out, session.policies());
        writeAll(out, session.managedPolicies());
        out.writeShort(session.tags().size());
        for (Map.Entry<String, String> tag : new TreeMap<>(session.tags()).entrySet()) {
            out.writeUTF(tag.getKey());
            out.writeUTF(tag.getValue());
        }
        writeAll(out, new TreeSet<>(session.transitiveTags()));
    }

    /**
     * @throws IOException when these are not the bytes of a session
     */
    static Session read(DataInputStream in) throws IOException {
        var issuedAt = Instant.ofEpochMilli(in.readLong());
        var expiresAt = Instant.ofEpochMilli(in.readLong());
        boolean chained = in.readBoolean();
        @Nullable String sourceIdentity = readOptional(in);
        @Nullable String federatedProvider = readOptional(in);
        List<String> policies = readAll(in);
        List<String> managedPolicies = readAll(in);
        var tags = new TreeMap<String, String>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            tags.put(in.readUTF(), in.readUTF());
        }
        return new Session(
                issuedAt,
                expiresAt,
                policies,
                managedPolicies,
                tags,
                new HashSet<>(readAll(in)),
                sourceIdentity,
                chained,
                federatedProvider);
    }

    private static void writeAll(DataOutputStream out, Collection<String> texts)
            throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> readAll(DataInputStream in) throws IOException {
        var texts = new ArrayList<String>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text)
            throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
