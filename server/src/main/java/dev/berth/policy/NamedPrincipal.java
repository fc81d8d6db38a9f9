package dev.berth.policy;

/**
 * A principal as a document writes it.
 *
 * @param type {@code AWS}, {@code Service} or {@code Federated}; {@code AWS} for a bare {@code *}
 * @param path such as {@code Statement[0].Principal.AWS[1]}
 */
public record NamedPrincipal(String type, String value, String path) {}
