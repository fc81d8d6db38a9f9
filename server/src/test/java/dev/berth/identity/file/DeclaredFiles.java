package dev.berth.identity.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Files of identities by chance: of few names, so that they collide; every one of them is good.
 * Written as YAML, so that the reader is tried with them too.
 */
final class DeclaredFiles {
    private static final List<String> ACCOUNTS = List.of("000000000001", "000000000002");
    private static final List<String> NAMES = List.of("a", "b", "C");
    private static final List<String> PATHS = List.of("/", "/x/");
    private static final List<String> DESCRIPTIONS = List.of("", "one", "other");
    private static final List<String> ACTIONS = List.of("ecr:Get*", "ecr:*");
    private static final String MANAGED = "AmazonEC2ContainerRegistryPullOnly";

    private final Random random;
    private final StringBuilder text = new StringBuilder("accounts:\n");

    private DeclaredFiles(long seed) {
        random = new Random(seed);
    }

    static String of(long seed) {
        var file = new DeclaredFiles(seed);
        List<String> ids = file.some(ACCOUNTS);
        if (ids.isEmpty()) {
            return "accounts: []\n";
        }
        List<String> keys = new ArrayList<>(List.of("1", "2", "3"));
        List<String> aliases = new ArrayList<>(List.of("one", "two"));
        ids.forEach(id -> file.account(id, keys, aliases));
        return file.text.toString();
    }

    private void account(String id, List<String> keys, List<String> aliases) {
        line(1, "- id: \"%s\"", id);
        if (random.nextBoolean()) {
            line(2, "alias: %s", aliases.remove(random.nextInt(aliases.size())));
        }
        if (random.nextInt(3) == 0) {
            line(2, "root: %s", one(List.of("enabled", "disabled")));
        }
        List<String> policies = named("policies", "document: " + policy());
        List<String> holdable = new ArrayList<>(policies);
        holdable.add(MANAGED);
        line(2, "groups:");
        List<String> groups = some(NAMES);
        for (String group : groups) {
            line(3, "- {name: %s, path: %s, policies: %s}", group, one(PATHS), some(holdable));
        }
        line(2, "users:");
        List<String> users = some(NAMES);
        for (String user : users) {
            line(3, "- name: %s", one(List.of(user, user.toUpperCase(Locale.ROOT))));
            line(4, "path: %s", one(PATHS));
            line(4, "groups: %s", some(groups));
            line(4, "policies: %s", some(holdable));
            if (random.nextBoolean()) {
                line(4, "boundary: %s", one(holdable));
            }
            line(4, "tags: {%s}", random.nextBoolean() ? "k: v" + random.nextInt(2) : "");
            line(4, "inline-policies: {%s}", random.nextBoolean() ? "own: " + policy() : "");
            if (random.nextBoolean() && !keys.isEmpty()) {
                line(
                        4,
                        "access-keys: [{id: AKIAAAAAAAAAAAAAAA0%s, secret-variable: S%d}]",
                        keys.removeLast(),
                        random.nextInt(2));
            }
        }
        roles(id, holdable);
        line(2, "oidc-providers:");
        for (String name : some(NAMES)) {
            line(
                    3,
                    "- {url: \"https://%s.example.com\", client-ids: %s}",
                    name.toLowerCase(Locale.ROOT),
                    some(NAMES));
        }
        line(2, "service-callers:");
        for (String user : some(users)) {
            line(3, "- {principal: user/%s, service: ecs.amazonaws.com}", user);
        }
    }

    private void roles(String account, List<String> policies) {
        line(2, "roles:");
        for (String role : some(NAMES)) {
            line(3, "- name: %s", role);
            line(4, "path: %s", one(PATHS));
            line(4, "max-session: %dh", 1 + random.nextInt(2));
            line(4, "policies: %s", some(policies));
            line(
                    4,
                    "trust-policy: {Version: \"2012-10-17\", Statement: [{Effect: Allow, Principal: {AWS: \"%s\"}, Action: \"sts:AssumeRole\"}]}",
                    one(List.of("*", "arn:aws:iam::" + account + ":root")));
        }
    }

    private List<String> named(String key, String rest) {
        line(2, "%s:", key);
        List<String> names = some(NAMES);
        for (String name : names) {
            line(
                    3,
                    "- {name: %s, path: %s, description: \"%s\", %s}",
                    name,
                    one(PATHS),
                    one(DESCRIPTIONS),
                    rest);
        }
        return names;
    }

    private String policy() {
        return "{Version: \"2012-10-17\", Statement: [{Effect: Allow, Action: \"%s\", Resource: \"*\"}]}"
                .formatted(one(ACTIONS));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is on no class path of ours
    private void line(int depth, String format, Object... values) {
        text.append("  ".repeat(depth)).append(format.formatted(values)).append('\n');
    }

    private String one(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private List<String> some(List<String> from) {
        return from.stream().filter(_ -> random.nextBoolean()).toList();
    }
}
