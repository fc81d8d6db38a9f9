package dev.berth.verify;

import dev.berth.oci.Digest;

/** How the bytes of a blob are not what they should be. */
public sealed interface Damage {
    String words();

    record Missing() implements Damage {
        @Override
        public String words() {
            return "its file is missing";
        }
    }

    record WrongSize(long size, long expected) implements Damage {
        @Override
        public String words() {
            return "its file has %d bytes, not %d".formatted(size, expected);
        }
    }

    /** Of a blob whose bytes lie in its row. */
    record WrongSizeInRow(long size, long expected) implements Damage {
        @Override
        public String words() {
            return "its row holds %d bytes, not %d".formatted(size, expected);
        }
    }

    record WrongDigest(Digest actual) implements Damage {
        @Override
        public String words() {
            return "its bytes have the digest " + actual;
        }
    }
}
