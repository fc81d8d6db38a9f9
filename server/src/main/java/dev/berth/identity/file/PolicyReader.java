package dev.berth.identity.file;

import dev.berth.json.Json;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Policies within the file: a mapping of YAML, or the JSON text as IAM takes it. */
final class PolicyReader {
    private final Faults faults;

    PolicyReader(Faults faults) {
        this.faults = faults;
    }

    Optional<String> required(Section section, String key, PolicyKind kind) {
        Object value = section.value(key);
        if (value == null) {
            section.fault("", "%s is missing: a policy".formatted(key));
            return Optional.empty();
        }
        return read(section.path(key), value, kind);
    }

    /** The inline policies of an entity, by name. */
    Map<String, String> inline(Section section) {
        Map<String, String> texts = new LinkedHashMap<>();
        section.members("inline-policies")
                .forEach((name, value) -> {
                    String at = section.path("inline-policies") + "." + name;
                    if (!IdentityForms.isName(name)) {
                        faults.add(at, "'%s' is not %s".formatted(name, IdentityForms.NAME));
                    }
                    read(at, value, PolicyKind.IDENTITY).ifPresent(text -> texts.put(name, text));
                });
        return texts;
    }

    private Optional<String> read(String at, Object value, PolicyKind kind) {
        return switch (value) {
            case String text -> parsed(at, text, kind);
            case Map<?, ?> map ->
                    parsed(at, new String(Json.write(map), StandardCharsets.UTF_8), kind);
            default -> {
                faults.add(at, "a policy is a mapping, or JSON text");
                yield Optional.empty();
            }
        };
    }

    private Optional<String> parsed(String at, String text, PolicyKind kind) {
        try {
            PolicyParser.parse(text, kind);
            return Optional.of(text);
        } catch (MalformedPolicyException e) {
            e.faults()
                    .forEach(fault ->
                            faults.add(
                                    fault.path().isEmpty() ? at : at + "." + fault.path(),
                                    fault.message()));
            return Optional.empty();
        }
    }
}
