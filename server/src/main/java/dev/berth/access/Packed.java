package dev.berth.access;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Bytes in a token, deflated where that is shorter, and the parts that they are made of. */
final class Packed {
    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;
    private static final int ABSENT = 0;
    private static final int PRESENT = 1;

    /** More than a token of the greatest length can need; what inflates to more is none. */
    private static final int MAX_CONTENT = 64 << 10;

    private Packed() {}

    static void write(DataOutputStream out, byte[] content) throws IOException {
        byte[] deflated = deflated(content);
        boolean shorter = deflated.length < content.length;
        out.writeByte(shorter ? DEFLATED : PLAIN);
        out.write(shorter ? deflated : content);
    }

    /** All that is left. */
    static byte[] read(DataInputStream in) throws IOException {
        int form = in.readByte();
        byte[] rest = in.readAllBytes();
        return switch (form) {
            case PLAIN -> rest;
            case DEFLATED -> inflated(rest);
            default -> throw new IOException("neither plain nor deflated");
        };
    }

    private static byte[] deflated(byte[] content) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] buffer = new byte[content.length];
            int length = deflater.deflate(buffer);
            return deflater.finished() ? Arrays.copyOf(buffer, length) : content;
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] deflated) throws IOException {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            var content = new ByteArrayOutputStream(deflated.length * 2);
            byte[] buffer = new byte[1024];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                content.write(buffer, 0, length);
                boolean stuck = length == 0 && !inflater.finished();
                if (stuck || content.size() > MAX_CONTENT) {
                    throw new IOException("the content is cut short, or too long");
                }
            }
            if (inflater.getRemaining() > 0) {
                throw new IOException("bytes after the end of the content");
            }
            return content.toByteArray();
        } catch (DataFormatException e) {
            throw new IOException("not deflated content", e);
        } finally {
            inflater.end();
        }
    }

    static void writeOptional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeByte(text == null ? ABSENT : PRESENT);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    static @Nullable String readOptional(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case ABSENT -> null;
            case PRESENT -> in.readUTF();
            default -> throw new IOException("neither there nor not");
        };
    }

    static void writeTexts(DataOutputStream out, Collection<String> texts) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    static List<String> readTexts(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
