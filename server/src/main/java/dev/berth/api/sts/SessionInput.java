package dev.berth.api.sts;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.aws.Arn;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.session.SessionContents;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters that the operations of STS share, checked as its model says. */
final class SessionInput {
    static final int SHORTEST = 900;
    static final int LONGEST_OF_ROLE = 43_200;
    static final int LONGEST_OF_USER = 129_600;
    static final int MAX_POLICY = 2048;

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]*");
    private static final Pattern POLICY =
            Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:\\/-]*");
    private static final int MIN_ARN = 20;
    private static final int MAX_ARN = 2048;
    private static final int MIN_NAME = 2;
    private static final int MAX_EXTERNAL_ID = 1224;
    private static final int MAX_TAG_KEY = 128;
    private static final int MAX_TAG_VALUE = 256;

    private SessionInput() {}

    static Arn role(QueryParameters parameters) {
        return arn(parameters.require("RoleArn", MIN_ARN, MAX_ARN));
    }

    static String name(QueryParameters parameters, String member, int most) {
        return parameters.require(member, MIN_NAME, most, NAME);
    }

    static @Nullable String sourceIdentity(QueryParameters parameters) {
        return parameters.find("SourceIdentity", MIN_NAME, 64, NAME).orElse(null);
    }

    static @Nullable String externalId(QueryParameters parameters) {
        return parameters.find("ExternalId", MIN_NAME, MAX_EXTERNAL_ID, EXTERNAL_ID).orElse(null);
    }

    static @Nullable Duration duration(QueryParameters parameters, int longest) {
        OptionalInt seconds = parameters.integer("DurationSeconds", SHORTEST, longest);
        return seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : null;
    }

    /** {@code mostOfPolicy} is of its text; what it may take packed is judged later. */
    static SessionContents contents(QueryParameters parameters, int mostOfPolicy) {
        return new SessionContents(
                parameters.find("Policy", 1, mostOfPolicy, POLICY).orElse(null),
                policies(parameters),
                tags(parameters),
                new HashSet<>(parameters.texts("TransitiveTagKeys")));
    }

    static List<Arn> policies(QueryParameters parameters) {
        return parameters.structures("PolicyArns").stream()
                .map(policy -> arn(policy.require("arn", MIN_ARN, MAX_ARN)))
                .toList();
    }

    /** There are no devices here that could have given a code. */
    static void refuseMultiFactorCodes(QueryParameters parameters) {
        Optional<String> given =
                parameters.find("SerialNumber").or(() -> parameters.find("TokenCode"));
        if (given.isPresent()) {
            throw new ProblemException(
                    new AccessProblem.AccessDenied(
                            "MultiFactorAuthentication failed with invalid MFA one time pass code."));
        }
    }

    private static Map<String, String> tags(QueryParameters parameters) {
        var tags = new LinkedHashMap<String, String>();
        var keys = new HashSet<String>();
        for (QueryParameters tag : parameters.structures("Tags")) {
            String key = tag.require("Key", 1, MAX_TAG_KEY);
            if (!keys.add(key.toLowerCase(Locale.ROOT))) {
                throw invalid(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            tags.put(key, tag.require("Value", 0, MAX_TAG_VALUE));
        }
        return tags;
    }

    private static Arn arn(String text) {
        return Arn.tryParse(text).orElseThrow(() -> invalid("%s is invalid".formatted(text)));
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(
                new AccessProblem.Identity(IdentityFault.VALIDATION_ERROR, message));
    }
}
