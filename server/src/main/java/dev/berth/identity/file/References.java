package dev.berth.identity.file;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.config.NearestKey;
import dev.berth.identity.Declared;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an account of the file declares, by name, so that one entity can name another. The file
 * knows itself and AWS's managed policies: nothing in it hangs on what was made through the API.
 */
final class References {
    private final AccountId account;
    private final Map<String, String> builtIn;
    private final Faults faults;
    private final Map<String, Map<String, Entry>> kinds = new HashMap<>();

    private record Entry(String at, String name, String arn) {}

    /** {@code builtIn}: the ARNs of AWS's managed policies by their names. */
    References(AccountId account, Map<String, String> builtIn, Faults faults) {
        this.account = account;
        this.builtIn = Map.copyOf(builtIn);
        this.faults = faults;
    }

    /** {@code kind}: as the ARN names it. A name that is taken is a fault. */
    void add(String kind, Declared.Name entity) {
        var entry =
                new Entry(
                        entity.at(),
                        entity.name(),
                        Arn.iam(account, kind + entity.path() + entity.name()).toString());
        Entry other = of(kind).putIfAbsent(key(entity.name()), entry);
        if (other != null) {
            faults.add(
                    entity.at() + ".name",
                    "'%s' is declared already, at %s".formatted(entity.name(), other.at()));
        }
    }

    /** The name as it is declared. */
    Optional<String> name(String kind, String at, String name) {
        Entry entry = of(kind).get(key(name));
        if (entry == null) {
            faults.add(at, missing(kind, name, of(kind).values().stream().map(Entry::name)));
        }
        return Optional.ofNullable(entry).map(Entry::name);
    }

    /** The ARN of a managed policy that is named by its ARN, or by its own name. */
    Optional<String> policy(String at, String reference) {
        Map<String, Entry> own = of("policy");
        if (reference.startsWith("arn:")) {
            boolean known =
                    builtIn.containsValue(reference)
                            || own.values().stream().anyMatch(e -> e.arn().equals(reference));
            if (!known) {
                faults.add(at, missing("policy", reference, Stream.empty()));
            }
            return known ? Optional.of(reference) : Optional.empty();
        }
        Entry entry = own.get(key(reference));
        String arn = entry == null ? builtIn.get(reference) : entry.arn();
        if (arn == null) {
            var names = new TreeSet<String>(builtIn.keySet());
            own.values().forEach(e -> names.add(e.name()));
            faults.add(at, missing("policy", reference, names.stream()));
        }
        return Optional.ofNullable(arn);
    }

    private static String missing(String kind, String name, Stream<String> candidates) {
        return "no such %s '%s'".formatted(kind, name)
                + NearestKey.of(name, candidates.toList())
                        .map(near -> "; did you mean '%s'?".formatted(near))
                        .orElse("");
    }

    private Map<String, Entry> of(String kind) {
        return kinds.computeIfAbsent(kind, _ -> new HashMap<>());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
