package dev.berth.config;

import java.net.InetAddress;
import java.util.Optional;

/** An address, or a network such as {@code 10.0.0.0/8}. */
public record AddressRange(InetAddress network, int bits) {

    /** Literal addresses only: no name is looked up. */
    public static Optional<AddressRange> tryParse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2 || parts[0].isEmpty()) {
            return Optional.empty();
        }
        try {
            var network = InetAddress.ofLiteral(parts[0]);
            int most = network.getAddress().length * 8;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            return bits < 0 || bits > most
                    ? Optional.empty()
                    : Optional.of(new AddressRange(network, bits));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] here = network.getAddress();
        byte[] there = address.getAddress();
        if (here.length != there.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((here[bit / 8] & mask) != (there[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
