package dev.berth.access;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;

/**
 * How long before and after its date a signature is good.
 *
 * @param skew how far a client's clock may be ahead
 * @param lifetime how old the signature may be
 */
record SignatureWindow(Duration skew, Duration lifetime) {
    private static final long SECONDS_IN_A_MINUTE = 60;

    static SignatureWindow ofHeader(Duration skew) {
        return new SignatureWindow(skew, skew);
    }

    SignatureWindow withLifetime(Duration changed) {
        return new SignatureWindow(skew, changed);
    }

    void require(SignatureDate date, Instant now) {
        var earliest = new SignatureDate(now.minus(lifetime));
        var latest = new SignatureDate(now.plus(skew));
        if (date.instant().isBefore(earliest.instant())) {
            throw new ProblemException(
                    new AccessProblem.SignatureInvalid(
                            "Signature expired: %s is now earlier than %s (%s - %s)"
                                    .formatted(
                                            date,
                                            earliest,
                                            new SignatureDate(now),
                                            text(lifetime))));
        }
        if (date.instant().isAfter(latest.instant())) {
            throw new ProblemException(
                    new AccessProblem.SignatureInvalid(
                            "Signature not yet current: %s is still later than %s (%s + %s)"
                                    .formatted(date, latest, new SignatureDate(now), text(skew))));
        }
    }

    private static String text(Duration duration) {
        return duration.toSeconds() % SECONDS_IN_A_MINUTE == 0
                ? duration.toMinutes() + " min."
                : duration.toSeconds() + " sec.";
    }
}
