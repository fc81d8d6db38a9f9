package dev.berth.cli;

/**
 * What a command signs with. It prints without its secrets.
 *
 * @param sessionToken empty for a long-term key
 */
record SigningKey(String id, String secret, String sessionToken) {

    @Override
    public String toString() {
        return "SigningKey[id=" + id + "]";
    }
}
