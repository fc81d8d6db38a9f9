package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.json.JsonStrings;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.NamedPrincipal;
import dev.berth.policy.PolicyDocument;
import dev.berth.policy.PolicyFault;
import dev.berth.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The principals of resource and trust policies: by ARN on the wire, by unique id where they are
 * kept. So a user or role that is made anew under an old name is nobody to the policies that named
 * the one before, and who is gone is shown by the id.
 */
public final class PolicyPrincipals {
    private static final Pattern ACCOUNT =
            Pattern.compile("(?:arn:aws[a-z-]*:iam::)?([0-9]{12})(?::root)?");
    private static final Pattern UNIQUE_ID = Pattern.compile("(A(?:IDA|ROA)[A-Z0-9]+)(:.+)?");

    private final Directory directory;

    public PolicyPrincipals(Directory directory) {
        this.directory = directory;
    }

    /**
     * The text to keep.
     *
     * @throws MalformedPolicyException naming every principal that is not there
     */
    public String kept(PolicyDocument document) {
        var faults = new ArrayList<PolicyFault>();
        for (Statement statement : document.statements()) {
            for (NamedPrincipal principal : statement.principals()) {
                if (principal.type().equals("AWS") && keptName(principal.value()).isEmpty()) {
                    faults.add(
                            new PolicyFault(
                                    principal.path(),
                                    "Invalid principal in policy: \"AWS\":\"%s\""
                                            .formatted(principal.value())));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new MalformedPolicyException(faults);
        }
        return exchanged(document.text(), this::keptName);
    }

    /** The text to show for one that was kept. */
    public String shown(String kept) {
        return exchanged(kept, this::shownName);
    }

    /** Empty where nobody has this name. */
    private Optional<String> keptName(String name) {
        if (name.equals("*")) {
            return Optional.of(name);
        }
        Matcher account = ACCOUNT.matcher(name);
        if (account.matches()) {
            return AccountId.tryParse(account.group(1))
                    .filter(directory::exists)
                    .map(id -> Arn.iam(id, "root").toString());
        }
        Matcher id = UNIQUE_ID.matcher(name);
        if (id.matches()) {
            return directory.arnOf(id.group(1)).map(_ -> name);
        }
        return Arn.tryParse(name).flatMap(this::keptArn);
    }

    /** Sessions come and go; as in AWS, a policy that names one stays with its ARN. */
    private Optional<String> keptArn(Arn arn) {
        return arn.service().equals("sts")
                ? AccountId.tryParse(arn.account())
                        .filter(directory::exists)
                        .map(_ -> arn.toString())
                : directory.idOf(arn);
    }

    /** Empty where there is nothing else to show. */
    private Optional<String> shownName(String name) {
        return UNIQUE_ID.matcher(name).matches()
                ? directory.arnOf(name).map(Arn::toString)
                : Optional.empty();
    }

    private static String exchanged(String text, Function<String, Optional<String>> names) {
        return JsonStrings.exchanged(
                text,
                (path, value) -> isPrincipal(path) ? names.apply(value).orElse(value) : value);
    }

    /** {@code Statement.Principal.AWS}, whichever of them are lists. */
    private static boolean isPrincipal(List<String> path) {
        List<String> members = path.stream().filter(step -> !step.equals("[]")).toList();
        return members.size() == 3
                && members.get(0).equals("Statement")
                && (members.get(1).equals("Principal") || members.get(1).equals("NotPrincipal"))
                && members.get(2).equals("AWS");
    }
}
