package dev.berth.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address or a block of addresses, of IPv4 or IPv6. IPv4 within IPv6 is IPv4. */
final class AddressRange {
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final String MAPPED = "::ffff:";
    private static final int PARTS_OF_V4 = 4;
    private static final int LARGEST_PART = 255;

    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    static @Nullable AddressRange tryParse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = address.length * Byte.SIZE;
        if (slash < 0) {
            return new AddressRange(address, bits);
        }
        String length = text.substring(slash + 1);
        if (!PREFIX.matcher(length).matches() || Integer.parseInt(length) > bits) {
            return null;
        }
        return new AddressRange(address, Integer.parseInt(length));
    }

    boolean contains(String text) {
        byte[] address = address(text);
        if (address == null || address.length != network.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        if (!Arrays.equals(network, 0, whole, address, 0, whole)) {
            return false;
        }
        int rest = Byte.SIZE - prefix % Byte.SIZE;
        return rest == Byte.SIZE || ((network[whole] ^ address[whole]) & 0xff) >> rest == 0;
    }

    /** Literals only: nothing here may ask the network or name an interface. */
    private static byte @Nullable [] address(String text) {
        if (text.indexOf(':') < 0) {
            return v4(text);
        }
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return null;
        }
        if (text.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && text.indexOf('.') >= 0) {
            return v4(text.substring(MAPPED.length()));
        }
        try {
            InetAddress address = Inet6Address.ofLiteral(text);
            return address.getAddress();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS_OF_V4) {
            return null;
        }
        byte[] address = new byte[PARTS_OF_V4];
        for (int i = 0; i < PARTS_OF_V4; i++) {
            if (!PREFIX.matcher(parts[i]).matches() || Integer.parseInt(parts[i]) > LARGEST_PART) {
                return null;
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return address;
    }
}
