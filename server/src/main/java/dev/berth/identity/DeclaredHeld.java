package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.DeclaredSteps.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes what an owner holds so as it is declared. */
final class DeclaredHeld {
    private final HeldPolicies policies;
    private final DeclaredSteps steps;

    DeclaredHeld(HeldPolicies policies, DeclaredSteps steps) {
        this.policies = policies;
        this.steps = steps;
    }

    /**
     * Whose it is.
     *
     * @param at where in the file
     * @param owner found when a step is done: it may be made by one before
     */
    record Place(AccountId account, String at, Function<Change, Owner> owner) {}

    /** {@code boundary}: the one that it has now. */
    void plan(Place place, Held now, @Nullable String boundary, Declared.Held wanted) {
        loosen(place, now, boundary, wanted);
        for (String arn : wanted.attached()) {
            if (!now.attached().contains(arn)) {
                add(Phase.MAKE, place, (change, owner) -> policies.attach(change, owner, arn(arn)));
            }
        }
        // those that shrink first: the limit is on all together
        var inline = new ArrayList<>(wanted.inline().entrySet());
        inline.sort(
                Comparator.comparingInt(policy ->
                        policy.getValue().length()
                                - now.inline().getOrDefault(policy.getKey(), "").length()));
        for (Map.Entry<String, String> policy : inline) {
            if (!policy.getValue().equals(now.inline().get(policy.getKey()))) {
                add(
                        Phase.MAKE,
                        place,
                        (change, owner) ->
                                policies.putInline(
                                        change, owner, policy.getKey(), policy.getValue()));
            }
        }
        String limit = wanted.boundary();
        if (limit != null && !limit.equals(boundary)) {
            add(
                    Phase.MAKE,
                    place,
                    (change, owner) -> policies.setBoundary(change, owner, arn(limit)));
        }
        List<Tag> tags =
                wanted.tags().entrySet().stream()
                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                        .filter(tag -> !Objects.equals(now.tags().get(tag.key()), tag.value()))
                        .toList();
        if (!tags.isEmpty()) {
            add(Phase.MAKE, place, (change, owner) -> policies.tag(change, owner, tags));
        }
    }

    private void loosen(Place place, Held now, @Nullable String boundary, Declared.Held wanted) {
        for (String arn : now.attached()) {
            if (!wanted.attached().contains(arn)) {
                add(
                        Phase.LOOSEN,
                        place,
                        (change, owner) -> policies.detach(change, owner, arn(arn)));
            }
        }
        for (String name : now.inline().keySet()) {
            if (!wanted.inline().containsKey(name)) {
                add(
                        Phase.LOOSEN,
                        place,
                        (change, owner) -> policies.deleteInline(change, owner, name));
            }
        }
        if (boundary != null && !boundary.equals(wanted.boundary())) {
            add(Phase.LOOSEN, place, policies::deleteBoundary);
        }
        List<String> gone =
                now.tags().keySet().stream()
                        .filter(key -> !wanted.tags().containsKey(key))
                        .toList();
        if (!gone.isEmpty()) {
            add(Phase.LOOSEN, place, (change, owner) -> policies.untag(change, owner, gone));
        }
    }

    private void add(Phase phase, Place place, BiConsumer<Change, Owner> work) {
        steps.add(
                phase,
                place.account(),
                place.at(),
                change -> work.accept(change, place.owner().apply(change)));
    }

    /** What is declared was checked, and what is stored was once. */
    private static Arn arn(String text) {
        return Arn.tryParse(text)
                .orElseThrow(() -> new IllegalStateException("not an ARN: " + text));
    }
}
