package dev.berth.image;

import dev.berth.aws.Arn;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ARN of an IAM role or user whose pulls do not count. */
public record ExcludedPrincipal(String arn) {
    public static final int MAX_LENGTH = 200;
    public static final String GRAMMAR =
            "^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[\\w+=,.@-]+(/[\\w+=,.@-]+)*$";

    private static final Pattern PATTERN =
            Pattern.compile(
                    "arn:aws(?:-[a-z]++)*+:iam::[0-9]{12}:(?:role|user)(?:/[\\w+=,.@-]++)++");
    private static final String ROLE = "role/";
    private static final String SESSION = "assumed-role/";

    public ExcludedPrincipal {
        if (!isValid(arn)) {
            throw new IllegalArgumentException("not the ARN of a role or user: " + arn);
        }
    }

    public static boolean isValid(String arn) {
        return arn.length() <= MAX_LENGTH && PATTERN.matcher(arn).matches();
    }

    /** Whether this is who calls, or the role of the session that calls. */
    boolean covers(String caller) {
        return arn.equals(caller) || Arn.tryParse(caller).filter(this::isRoleOf).isPresent();
    }

    /** The ARN of a session names its role without the role's path; names are unique without it. */
    private boolean isRoleOf(Arn caller) {
        Optional<Arn> role = Arn.tryParse(arn).filter(it -> it.resource().startsWith(ROLE));
        if (role.isEmpty()
                || !caller.service().equals("sts")
                || !caller.account().equals(role.get().account())
                || !caller.resource().startsWith(SESSION)) {
            return false;
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        return caller.resource().startsWith(SESSION + name + "/");
    }
}
