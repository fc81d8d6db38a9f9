package dev.berth.http;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** What follows the header of a response; the engine leaves it out in the answer to HEAD. */
public sealed interface ResponseBody {
    long length();

    /** Bytes in memory, read-only and shared: whoever reads them duplicates the buffer. */
    record Bytes(ByteBuffer content) implements ResponseBody {
        public Bytes {
            content = content.asReadOnlyBuffer();
        }

        @Override
        public long length() {
            return content.remaining();
        }
    }

    /** A part of an open file, sent without a copy where the connection allows it. */
    record FileSlice(OpenFile file, long offset, long length) implements ResponseBody {}

    /** A file that stays open until it is released, once, by whoever it was handed to. */
    interface OpenFile {
        FileChannel channel();

        void release();
    }

    static ResponseBody empty() {
        return Empty.NONE;
    }

    static ResponseBody text(String text) {
        return new Bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** No body; kept apart so that the engine can leave out Content-Length where it must. */
    enum Empty implements ResponseBody {
        NONE;

        @Override
        public long length() {
            return 0;
        }
    }
}
