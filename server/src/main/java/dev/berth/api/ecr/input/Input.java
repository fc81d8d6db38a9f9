package dev.berth.api.ecr.input;

import dev.berth.access.Caller;
import dev.berth.api.ecr.shape.DigestPattern;
import dev.berth.aws.AccountId;
import dev.berth.aws.Registry;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Members as texts and numbers to what they mean. Clients check neither patterns nor maxima, so all
 * of that is checked here; what fails is InvalidParameter.
 */
public final class Input {
    private Input() {}

    /** A problem to throw. */
    public static ProblemException invalid(String member, String constraint) {
        return new ProblemException(new Problem.InvalidParameter(member, constraint));
    }

    public static ProblemException notMatching(String member, String pattern) {
        return invalid(member, "must satisfy regular expression '%s'".formatted(pattern));
    }

    public static <T> T required(String member, @Nullable T value) {
        if (value == null) {
            throw invalid(member, "Member must not be null");
        }
        return value;
    }

    /**
     * The registry of that account in the caller's region; the caller's own where none is given.
     */
    public static Registry registry(@Nullable String registryId, Caller caller) {
        return registryId == null
                ? caller.registry()
                : new Registry(account("registryId", registryId), caller.registry().region());
    }

    public static AccountId account(String member, String text) {
        return AccountId.tryParse(text).orElseThrow(() -> notMatching(member, "[0-9]{12}"));
    }

    public static RepositoryName repositoryName(@Nullable String text) {
        return repositoryName("repositoryName", required("repositoryName", text));
    }

    public static RepositoryName repositoryName(String member, String text) {
        length(member, text, RepositoryName.MIN_LENGTH, RepositoryName.MAX_LENGTH);
        return RepositoryName.tryParse(text)
                .orElseThrow(() -> notMatching(member, RepositoryName.GRAMMAR));
    }

    /** A text of a digest's form, which still may be the digest of nothing. */
    public static String digest(String member, String text) {
        if (!DigestPattern.matches(text)) {
            throw notMatching(member, DigestPattern.TEXT);
        }
        return text;
    }

    /** A text within these lengths, both included. */
    public static String length(String member, String text, int least, int most) {
        checkLength(member, text.length(), least, most);
        return text;
    }

    public static void checkLength(String member, int length, int least, int most) {
        if (length < least) {
            throw invalid(
                    member, "Member must have length greater than or equal to %d".formatted(least));
        }
        if (length > most) {
            throw invalid(
                    member, "Member must have length less than or equal to %d".formatted(most));
        }
    }

    /** A list of 1 to {@code most} values, none of them null. */
    public static <T> List<T> list(String member, @Nullable List<@Nullable T> values, int most) {
        var given = required(member, values);
        checkLength(member, given.size(), 1, most);
        return withoutNulls(member, given);
    }

    public static <T> List<T> withoutNulls(String member, List<@Nullable T> values) {
        if (values.stream().anyMatch(Objects::isNull)) {
            throw invalid(member, "Member must not be null");
        }
        return values.stream().<T>map(value -> required(member, value)).toList();
    }

    /** One of the constants of an enum whose names are those of the wire. */
    public static <E extends Enum<E>> E oneOf(String member, Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw invalid(
                member,
                "Member must satisfy enum value set: "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Enum::name)
                                .sorted()
                                .collect(Collectors.joining(", ", "[", "]")));
    }
}
