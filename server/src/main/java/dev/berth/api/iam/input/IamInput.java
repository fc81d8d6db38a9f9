package dev.berth.api.iam.input;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.aws.Arn;
import dev.berth.identity.IdentityNames;
import dev.berth.identity.Tag;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names, paths, ARNs and tags, checked as IAM does and refused in its words. */
public final class IamInput {
    private static final Pattern PATH_PREFIX = Pattern.compile("/[\\x21-\\x7E]*");
    private static final Pattern TEXT =
            Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*");
    private static final Pattern DOCUMENT =
            Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    private static final int MAX_PATH = 512;
    private static final int MAX_DESCRIPTION = 1000;
    private static final int MAX_DOCUMENT = 131_072;
    private static final int MIN_ARN = 20;
    private static final int MAX_ARN = 2048;
    private static final int MAX_TAG_KEY = 128;

    private IamInput() {}

    /** The name of an entity, of at most {@code most} characters. */
    public static String name(QueryParameters parameters, String member, int most) {
        String name = parameters.require(member, 1, most);
        requireName(member, name, most);
        return name;
    }

    public static Optional<String> optionalName(
            QueryParameters parameters, String member, int most) {
        Optional<String> name = parameters.find(member, 1, most);
        name.ifPresent(given -> requireName(member, given, most));
        return name;
    }

    /** {@code Path}: the root where it is not given. */
    public static String path(QueryParameters parameters) {
        String path = parameters.find("Path", 1, MAX_PATH).orElse("/");
        IdentityNames.requirePath(path);
        return path;
    }

    /** {@code PathPrefix}: what the paths of a listing begin with. */
    public static String pathPrefix(QueryParameters parameters) {
        String prefix = parameters.find("PathPrefix", 1, MAX_PATH).orElse("/");
        if (!PATH_PREFIX.matcher(prefix).matches()) {
            throw invalid(
                    "The specified value for pathPrefix is invalid. It must begin with / and contain only alphanumeric characters and/or / characters.");
        }
        return prefix;
    }

    public static Optional<String> description(QueryParameters parameters) {
        return parameters.find("Description", 0, MAX_DESCRIPTION, TEXT);
    }

    /** The text of a policy; whether it is one is not the question here. */
    public static String document(QueryParameters parameters, String member) {
        return parameters.require(member, 1, MAX_DOCUMENT, DOCUMENT);
    }

    public static Arn arn(QueryParameters parameters, String member) {
        return arn(parameters.require(member, MIN_ARN, MAX_ARN));
    }

    public static Arn arn(String text) {
        return Arn.tryParse(text)
                .orElseThrow(() ->
                        new ProblemException(
                                new AccessProblem.Identity(
                                        IdentityFault.INVALID_INPUT,
                                        "ARN %s is not valid.".formatted(text))));
    }

    /** {@code Tags}, in their order; what they may be is for identities to say. */
    public static List<Tag> tags(QueryParameters parameters) {
        return parameters.structures("Tags").stream()
                .map(tag -> new Tag(tag.require("Key"), tag.require("Value")))
                .toList();
    }

    public static List<String> tagKeys(QueryParameters parameters) {
        List<String> keys = parameters.texts("TagKeys");
        for (String key : keys) {
            if (key.isEmpty() || key.length() > MAX_TAG_KEY) {
                throw invalid(
                        "1 validation error detected: Value '%s' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to %d, Member must have length greater than or equal to 1]"
                                .formatted(keys, MAX_TAG_KEY));
            }
        }
        return keys;
    }

    private static void requireName(String member, String name, int most) {
        IdentityNames.require(
                name, member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1), most);
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(
                new AccessProblem.Identity(IdentityFault.VALIDATION_ERROR, message));
    }
}
