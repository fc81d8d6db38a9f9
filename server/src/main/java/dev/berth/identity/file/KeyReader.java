package dev.berth.identity.file;

import dev.berth.identity.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the access keys of users: an id is that of one key in all accounts. */
final class KeyReader {
    private static final int MOST = 2;

    private final KeySecrets secrets;
    private final Map<String, String> seen = new HashMap<>();

    KeyReader(KeySecrets secrets) {
        this.secrets = secrets;
    }

    List<Declared.Key> of(Section user) {
        List<Declared.Key> keys = new ArrayList<>();
        List<Section> sections = user.sections("access-keys");
        if (sections.size() > MOST) {
            user.fault("access-keys", "a user has two access keys at most");
        }
        for (Section key : sections) {
            var id = key.required("id", IdentityForms.KEY_ID, IdentityForms::isKeyId);
            var secret = secrets.of(key);
            key.finish();
            id.map(text -> seen.putIfAbsent(text, key.path()))
                    .ifPresent(
                            other -> key.fault("id", "this key is declared already, at " + other));
            if (id.isPresent() && secret.isPresent()) {
                keys.add(new Declared.Key(key.path(), id.get(), secret.get()));
            }
        }
        return keys;
    }
}
