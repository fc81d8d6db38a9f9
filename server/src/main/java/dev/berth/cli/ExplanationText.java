package dev.berth.cli;

import dev.berth.access.Decision;
import dev.berth.access.Explained;
import dev.berth.json.Json;
import dev.berth.policy.Effect;
import dev.berth.policy.Match;
import dev.berth.policy.NamedPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An explained decision for people and for programs. */
final class ExplanationText {
    private ExplanationText() {}

    /** The same for programs. */
    record Answer(
            String decision,
            @Nullable String reason,
            @Nullable Deciding decidedBy,
            List<LookedAt> policies,
            List<String> missingContextKeys) {}

    record Deciding(
            String policy,
            String source,
            int statement,
            @Nullable String sid,
            int line,
            int column) {}

    record LookedAt(String policy, String source, List<Says> says) {}

    record Says(String effect, int statement, @Nullable String sid, int line, int column) {}

    static String json(Explained explained) {
        Match decisive = explained.decisive();
        var answer =
                new Answer(
                        explained.isAllowed() ? "allowed" : "denied",
                        reason(explained),
                        decisive == null ? null : deciding(decisive),
                        explained.policies().stream()
                                .map(policy ->
                                        new LookedAt(
                                                policy.name(),
                                                policy.source().text(),
                                                of(explained, policy).stream()
                                                        .map(ExplanationText::says)
                                                        .toList()))
                                .toList(),
                        explained.missingKeys());
        return new String(Json.write(answer), StandardCharsets.UTF_8);
    }

    private static Deciding deciding(Match match) {
        return new Deciding(
                match.policy().name(),
                match.policy().source().text(),
                match.statement(),
                sid(match),
                match.rule().begin().line(),
                match.rule().begin().column());
    }

    private static Says says(Match match) {
        return new Says(
                verb(match),
                match.statement(),
                sid(match),
                match.rule().begin().line(),
                match.rule().begin().column());
    }

    static String plain(Explained explained) {
        var text = new StringBuilder(explained.isAllowed() ? "allowed" : "denied");
        Match decisive = explained.decisive();
        if (decisive != null) {
            text.append(
                    " by %s, %s (%s)"
                            .formatted(
                                    decisive.policy().name(),
                                    place(decisive),
                                    decisive.policy().source().text()));
        }
        text.append('\n');
        String reason = reason(explained);
        if (reason != null) {
            text.append("  ").append(reason).append('\n');
        }
        if (!explained.policies().isEmpty()) {
            text.append("looked at:\n");
        }
        for (NamedPolicy policy : explained.policies()) {
            text.append("  %s (%s)\n".formatted(policy.name(), policy.source().text()));
            List<Match> says = of(explained, policy);
            says.forEach(match -> text.append("    %s: %s\n".formatted(verb(match), place(match))));
            if (says.isEmpty()) {
                text.append("    says nothing to it\n");
            }
        }
        if (!explained.missingKeys().isEmpty()) {
            text.append("condition keys that were asked for and not given (--context): ")
                    .append(String.join(", ", explained.missingKeys()))
                    .append('\n');
        }
        return text.toString();
    }

    /** What the caller would be told; null where it is allowed. */
    private static @Nullable String reason(Explained explained) {
        return switch (explained.decision()) {
            case Decision.Allowed _ -> null;
            case Decision.Denied denied -> denied.reason();
        };
    }

    private static List<Match> of(Explained explained, NamedPolicy policy) {
        return explained.matched().stream()
                .filter(match -> Objects.equals(match.policy(), policy))
                .toList();
    }

    private static String place(Match match) {
        String sid = match.sid().isEmpty() ? "" : " " + match.sid();
        return "Statement[%d]%s at %d:%d"
                .formatted(
                        match.statement(),
                        sid,
                        match.rule().begin().line(),
                        match.rule().begin().column());
    }

    private static @Nullable String sid(Match match) {
        return match.sid().isEmpty() ? null : match.sid();
    }

    private static String verb(Match match) {
        return match.rule().effect() == Effect.DENY ? "denies" : "allows";
    }
}
