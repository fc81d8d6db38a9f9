package dev.berth.cli;

import java.util.Locale;

/** Numbers of bytes for people. */
final class Amount {
    private static final int STEP = 1 << 10;
    private static final String UNITS = "KMGTPE";

    private Amount() {}

    static String ofBytes(long bytes) {
        if (bytes < STEP) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= STEP) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %siB", amount, UNITS.charAt(unit));
    }
}
