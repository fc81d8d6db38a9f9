package dev.berth.http.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Writes the header of answers. */
final class ResponseHead {
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] SEPARATOR = ascii(": ");
    private static final byte[] END = ascii("\r\n");
    private static final int ROOM = 512;

    private final DateField date;
    private final byte[][] statusLines = new byte[600][];

    ResponseHead(DateField date) {
        this.date = date;
        for (int status = 100; status < statusLines.length; status++) {
            statusLines[status] = ascii("HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n");
        }
    }

    static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    static ByteBuf continuation(ByteBufAllocator allocator) {
        return allocator.directBuffer(CONTINUE.length).writeBytes(CONTINUE);
    }

    /** The header, with room for what is to be copied behind it. */
    ByteBuf encode(
            Outgoing answer, boolean head, boolean close, int room, ByteBufAllocator allocator) {
        ByteBuf buffer = allocator.directBuffer(ROOM + room);
        try {
            buffer.writeBytes(statusLines[answer.status()]);
            boolean lengthGiven = head && answer.headers().contains("Content-Length");
            answer.headers().forEach((name, value) -> field(buffer, name, value, lengthGiven));
            if (mayHaveBody(answer.status()) && !lengthGiven) {
                buffer.writeBytes(LENGTH);
                ByteBufUtil.writeAscii(buffer, Long.toString(answer.length()));
                buffer.writeBytes(END);
            }
            ByteBufUtil.writeAscii(buffer, date.line());
            if (close) {
                buffer.writeBytes(CLOSE);
            }
            return buffer.writeBytes(END);
        } catch (RuntimeException e) {
            buffer.release();
            throw e;
        }
    }

    private static void field(ByteBuf buffer, String name, String value, boolean withLength) {
        if (ours(name, withLength)) {
            return;
        }
        requireOneLine(name);
        requireOneLine(value);
        ByteBufUtil.writeAscii(buffer, name);
        buffer.writeBytes(SEPARATOR);
        ByteBufUtil.writeAscii(buffer, value);
        buffer.writeBytes(END);
    }

    /** What the engine alone decides. */
    private static boolean ours(String name, boolean withLength) {
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("Date");
            case 10 -> name.equalsIgnoreCase("Connection");
            case 14 -> !withLength && name.equalsIgnoreCase("Content-Length");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }

    /** A line break in a value would let whoever chose it write fields, or whole answers. */
    private static void requireOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t') {
                throw new IllegalArgumentException("a control character in a header field");
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
