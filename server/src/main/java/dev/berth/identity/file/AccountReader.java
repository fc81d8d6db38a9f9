package dev.berth.identity.file;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.config.Durations;
import dev.berth.identity.Declared;
import dev.berth.policy.PolicyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads one account of the file: what may be named comes before what names it. */
final class AccountReader {
    private static final Duration SHORTEST_SESSION = Duration.ofHours(1);
    private static final Duration LONGEST_SESSION = Duration.ofHours(12);

    private final Section section;
    private final AccountId id;
    private final References references;
    private final HeldReader held;
    private final PolicyReader policies;
    private final KeyReader keys;

    AccountReader(
            Section section,
            AccountId id,
            Map<String, String> builtIn,
            KeyReader keys,
            Faults faults) {
        this.section = section;
        this.id = id;
        references = new References(id, builtIn, faults);
        policies = new PolicyReader(faults);
        held = new HeldReader(references, policies);
        this.keys = keys;
    }

    Declared.Account read() {
        String alias =
                section.text("alias", IdentityForms.ALIAS, IdentityForms::isAlias).orElse(null);
        var root = root();
        var ownPolicies = policies();
        var groups = groups();
        var users = users();
        var roles = roles();
        var account =
                new Declared.Account(
                        section.path(),
                        id,
                        alias,
                        root,
                        ownPolicies,
                        groups,
                        users,
                        roles,
                        new ProviderReader(section).read(),
                        callers());
        section.finish();
        return account;
    }

    private Declared.Root root() {
        return section.text(
                        "root",
                        "enabled or disabled",
                        word -> word.equals("enabled") || word.equals("disabled"))
                .map(word ->
                        word.equals("enabled") ? Declared.Root.ENABLED : Declared.Root.DISABLED)
                .orElse(Declared.Root.UNSAID);
    }

    private List<Declared.Policy> policies() {
        List<Declared.Policy> found = new ArrayList<>();
        for (Section policy : section.sections("policies")) {
            var name = name(policy, "policy", IdentityForms.NAME, IdentityForms::isName);
            String description = description(policy);
            var document = policies.required(policy, "document", PolicyKind.IDENTITY);
            policy.finish();
            if (name.isPresent() && document.isPresent()) {
                found.add(new Declared.Policy(name.get(), description, document.get()));
            }
        }
        return found;
    }

    private List<Declared.Group> groups() {
        List<Declared.Group> found = new ArrayList<>();
        for (Section group : section.sections("groups")) {
            var name = name(group, "group", IdentityForms.NAME, IdentityForms::isName);
            var holds = held.ofGroup(group);
            group.finish();
            name.ifPresent(given -> found.add(new Declared.Group(given, holds)));
        }
        return found;
    }

    private List<Declared.User> users() {
        List<Declared.User> found = new ArrayList<>();
        for (Section user : section.sections("users")) {
            var name = name(user, "user", IdentityForms.SHORT_NAME, IdentityForms::isShortName);
            Set<String> groups = new LinkedHashSet<>();
            user.texts("groups", IdentityForms.NAME, IdentityForms::isName)
                    .forEach((at, group) ->
                            references.name("group", at, group).ifPresent(groups::add));
            var holds = held.ofPrincipal(user);
            var ownKeys = keys.of(user);
            user.finish();
            name.ifPresent(given -> found.add(new Declared.User(given, groups, holds, ownKeys)));
        }
        return found;
    }

    private List<Declared.Role> roles() {
        List<Declared.Role> found = new ArrayList<>();
        for (Section role : section.sections("roles")) {
            var name = name(role, "role", IdentityForms.SHORT_NAME, IdentityForms::isShortName);
            String description = description(role);
            var trust = policies.required(role, "trust-policy", PolicyKind.TRUST);
            Duration session =
                    role.text(
                                    "max-session",
                                    "a duration from 1h to 12h",
                                    text -> session(text).isPresent())
                            .flatMap(AccountReader::session)
                            .orElse(SHORTEST_SESSION);
            var holds = held.ofPrincipal(role);
            role.finish();
            if (name.isPresent() && trust.isPresent()) {
                found.add(new Declared.Role(name.get(), description, trust.get(), session, holds));
            }
        }
        return found;
    }

    private static Optional<Duration> session(String text) {
        return Durations.tryParse(text)
                .filter(d ->
                        d.compareTo(SHORTEST_SESSION) >= 0 && d.compareTo(LONGEST_SESSION) <= 0);
    }

    private List<Declared.Caller> callers() {
        List<Declared.Caller> found = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (Section caller : section.sections("service-callers")) {
            Optional<String> principal =
                    caller.required(
                                    "principal",
                                    "user/NAME or role/NAME",
                                    text -> text.matches("(user|role)/[^/]+"))
                            .flatMap(text -> principal(caller.path("principal"), text));
            Optional<String> service =
                    caller.required("service", IdentityForms.SERVICE, IdentityForms::isService);
            Optional<String> sourceArn =
                    caller.text("source-arn", "an ARN", arn -> Arn.tryParse(arn).isPresent());
            Optional<AccountId> sourceAccount =
                    caller.text(
                                    "source-account",
                                    "an account id of twelve digits",
                                    text -> AccountId.tryParse(text).isPresent())
                            .map(AccountId::new);
            caller.finish();
            principal
                    .map(name -> seen.putIfAbsent(name, caller.path()))
                    .ifPresent(other ->
                            caller.fault("principal", "this is declared already, at " + other));
            if (principal.isPresent() && service.isPresent()) {
                found.add(
                        new Declared.Caller(
                                caller.path(),
                                principal.get().startsWith("user/"),
                                principal.get().substring("user/".length()),
                                service.get(),
                                sourceArn.orElse(null),
                                sourceAccount.orElse(null)));
            }
        }
        return found;
    }

    private Optional<String> principal(String at, String text) {
        int slash = text.indexOf('/');
        String kind = text.substring(0, slash);
        return references.name(kind, at, text.substring(slash + 1)).map(name -> kind + "/" + name);
    }

    private Optional<Declared.Name> name(
            Section entity, String kind, String form, Predicate<String> isValid) {
        boolean adopt = entity.flag("adopt");
        String path = entity.text("path", IdentityForms.PATH, IdentityForms::isPath).orElse("/");
        var name =
                entity.required("name", form, isValid)
                        .map(text -> new Declared.Name(entity.path(), path, text, adopt));
        name.ifPresent(given -> references.add(kind, given));
        return name;
    }

    private static String description(Section entity) {
        return entity.text(
                        "description",
                        "a text of up to 1000 characters",
                        text -> text.length() <= 1_000)
                .orElse("");
    }
}
