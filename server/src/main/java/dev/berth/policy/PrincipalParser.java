package dev.berth.policy;

import dev.berth.json.JsonTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Principal and NotPrincipal. */
final class PrincipalParser {
    private static final Pattern ACCOUNT =
            Pattern.compile("(?:arn:aws[a-z-]*:iam::)?([0-9]{12})(?::root)?");
    private static final Pattern AWS_NAME =
            Pattern.compile(
                    "arn:aws[a-z-]*:(?:iam::[0-9]{12}:(?:user|role)/[^*?\\s]+"
                            + "|sts::[0-9]{12}:(?:assumed-role/[^*?\\s/]+/[^*?\\s/]+"
                            + "|federated-user/[^*?\\s/]+))"
                            + "|A(?:IDA|ROA)[A-Z0-9]{12,124}(?::[^*?\\s]+)?");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
    private static final Pattern FEDERATED =
            Pattern.compile(
                    "arn:aws[a-z-]*:iam::[0-9]{12}:(?:oidc|saml)-provider/[^*?\\s]+"
                            + "|[a-z0-9-]+(\\.[a-z0-9-]+)+");

    private final Faults faults;
    private final Set<String> accounts = new HashSet<>();
    private final Set<String> aws = new HashSet<>();
    private final Set<String> services = new HashSet<>();
    private final Set<String> federated = new HashSet<>();
    private final List<NamedPrincipal> written = new ArrayList<>();
    private boolean everyone;

    PrincipalParser(Faults faults) {
        this.faults = faults;
    }

    PrincipalElement parse(Element element, boolean negated) {
        switch (element.value()) {
            case JsonTree.Text(String text) when text.equals("*") -> {
                everyone = true;
                written.add(new NamedPrincipal("AWS", text, element.path()));
            }
            case JsonTree.Members members -> types(element, members);
            case JsonTree.Text _,
                    JsonTree.Items _,
                    JsonTree.Numeral _,
                    JsonTree.Truth _,
                    JsonTree.Nothing _ ->
                    element.fault("must be \"*\" or an object of AWS, Service or Federated");
        }
        return new PrincipalElement(negated, everyone, accounts, aws, services, federated, written);
    }

    private void types(Element element, JsonTree.Members members) {
        if (members.members().isEmpty()) {
            element.fault("must name a principal");
        }
        Set<String> seen = new HashSet<>();
        for (JsonTree.Member member : members.members()) {
            Element type = element.member(member);
            if (!seen.add(member.name())) {
                type.fault("stands there twice");
                continue;
            }
            switch (member.name()) {
                case "AWS" -> names(type, member.name()).forEach(this::aws);
                case "Service" ->
                        names(type, member.name())
                                .forEach(name -> add(services, SERVICE, name, "service"));
                case "Federated" ->
                        names(type, member.name())
                                .forEach(name ->
                                        add(federated, FEDERATED, name, "identity provider"));
                default -> type.fault("is no kind of principal");
            }
        }
    }

    private List<Element.Named> names(Element type, String kind) {
        List<Element.Named> names = type.texts();
        if (type.value() instanceof JsonTree.Items && names.isEmpty()) {
            type.fault("must name a principal");
        }
        names.forEach(name -> written.add(new NamedPrincipal(kind, name.value(), name.path())));
        return names;
    }

    private void aws(Element.Named name) {
        Matcher account = ACCOUNT.matcher(name.value());
        if (name.value().equals("*")) {
            everyone = true;
        } else if (account.matches()
                && name.value().startsWith("arn:") == name.value().endsWith(":root")) {
            accounts.add(account.group(1));
        } else {
            add(aws, AWS_NAME, name, "principal");
        }
    }

    private void add(Set<String> names, Pattern form, Element.Named name, String what) {
        if (form.matcher(name.value()).matches()) {
            names.add(name.value());
        } else {
            faults.add(name.path(), "'%s' is no %s".formatted(name.value(), what));
        }
    }
}
