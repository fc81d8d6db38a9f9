package dev.berth.access;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When a request says that it was signed. */
record SignatureDate(Instant instant) {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withZone(ZoneOffset.UTC);

    /** From X-Amz-Date, else from Date; {@code authorization} is only for the text of a refusal. */
    static SignatureDate of(SignedRequest request, String authorization) {
        List<String> amzDate = request.headers().apply("x-amz-date");
        List<String> values = amzDate.isEmpty() ? request.headers().apply("date") : amzDate;
        if (values.size() != 1) {
            throw AuthorizationHeader.malformed(
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
                    authorization);
        }
        String text = values.getFirst().strip();
        return parsed(text, BASIC)
                .or(() ->
                        amzDate.isEmpty()
                                ? parsed(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                : Optional.empty())
                .orElseThrow(() -> notBasic(text));
    }

    /** Of the query string, which knows no other form. */
    static SignatureDate parse(String text) {
        return parsed(text, BASIC).orElseThrow(() -> notBasic(text));
    }

    private static ProblemException notBasic(String text) {
        return new ProblemException(
                new AccessProblem.CredentialMalformed(
                        "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601"
                                .formatted(text)));
    }

    private static Optional<SignatureDate> parsed(String text, DateTimeFormatter format) {
        try {
            TemporalAccessor parsed = format.parse(text);
            return Optional.of(
                    new SignatureDate(LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The day that the scope must name. */
    String day() {
        return toString().substring(0, 8);
    }

    /** ISO 8601's basic form, as it is signed. */
    @Override
    public String toString() {
        return BASIC.format(instant);
    }
}
