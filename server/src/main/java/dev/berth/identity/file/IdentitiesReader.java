package dev.berth.identity.file;

import dev.berth.aws.AccountId;
import dev.berth.config.ConfigFaults;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Declared;
import dev.berth.json.JsonFault;
import dev.berth.json.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a file of identities: it is good as a whole, or all of its faults are told at once. */
public final class IdentitiesReader {
    private final Map<String, String> builtIn = new HashMap<>();
    private final Function<String, Optional<String>> environment;

    /**
     * @param ofAws policies that entities may name beside those of the file
     * @param environment where secrets may be
     */
    public IdentitiesReader(
            AwsManagedPolicies ofAws, Function<String, Optional<String>> environment) {
        ofAws.all().forEach(policy -> builtIn.put(policy.name(), policy.arn().toString()));
        this.environment = environment;
    }

    /** {@code secrets}: the files that were asked for secrets. */
    public record Read(Declared declared, Set<Path> secrets) {}

    /** {@code folder}: where relative paths begin. */
    public Read read(String text, Path folder) throws ConfigFaults {
        var faults = new Faults();
        var secrets = new KeySecrets(folder, environment);
        var root = new Section("", members(text), faults);
        var declared = new Declared(accounts(root, new KeyReader(secrets), faults));
        root.finish();
        if (!faults.lines().isEmpty()) {
            throw new ConfigFaults(faults.lines());
        }
        return new Read(declared, secrets.files());
    }

    private static Map<String, Object> members(String text) throws ConfigFaults {
        try {
            return Yaml.read(text);
        } catch (JsonFault e) {
            String where = e.path().isEmpty() ? "" : e.path() + ": ";
            throw new ConfigFaults(List.of(where + "not valid YAML: " + e.getMessage()));
        }
    }

    private List<Declared.Account> accounts(Section root, KeyReader keys, Faults faults) {
        List<Declared.Account> accounts = new ArrayList<>();
        Map<AccountId, String> seen = new HashMap<>();
        if (!root.has("accounts")) {
            // an empty file is rather one that got lost than one that deletes everyone
            faults.add("", "accounts is missing: a list, [] to declare nobody");
        }
        for (Section section : root.sections("accounts")) {
            Optional<AccountId> id =
                    section.required(
                                    "id",
                                    "an account id of twelve digits, in quotes",
                                    text -> AccountId.tryParse(text).isPresent())
                            .map(AccountId::new);
            id.map(account -> seen.putIfAbsent(account, section.path()))
                    .ifPresent(other ->
                            section.fault("id", "this account is declared already, at " + other));
            // Without an id the rest is read all the same, for its faults.
            var account =
                    new AccountReader(
                                    section,
                                    id.orElse(new AccountId("000000000000")),
                                    builtIn,
                                    keys,
                                    faults)
                            .read();
            if (id.isPresent()) {
                accounts.add(account);
            }
        }
        return accounts;
    }
}
