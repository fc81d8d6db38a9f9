package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.iam.Holders.Holder;
import dev.berth.api.iam.input.IamInput;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.Change;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The holders of one kind, as calls speak of them: by a name, and by a path. */
final class NamedHolders {
    private static final int MAX_NAME = 128;

    private final IamFeatures features;
    private final Holders holders;

    NamedHolders(IamFeatures features, Holders holders) {
        this.features = features;
        this.holders = holders;
    }

    String name(QueryCall call) {
        return IamInput.name(call.parameters(), holders.member(), MAX_NAME);
    }

    Holder require(QueryCall call) {
        return holders.require(features.account(call), name(call));
    }

    private Optional<Holder> find(QueryCall call) {
        return holders.find(features.account(call), name(call));
    }

    Arn arn(QueryCall call) {
        return find(call)
                .map(holder -> holder.owner().arn())
                .orElseGet(() -> holders.arn(account(call), "/", name(call)));
    }

    /** What the boundary of the one that a call names is; empty where there is none. */
    String boundary(QueryCall call) {
        return find(call).flatMap(holder -> Optional.ofNullable(holder.boundary())).orElse("");
    }

    /** The name of one that is to be made. */
    String newName(QueryCall call) {
        return IamInput.name(call.parameters(), holders.member(), holders.longestNewName());
    }

    /** What will be the ARN of one that is to be made. */
    Arn newArn(QueryCall call) {
        return holders.arn(account(call), IamInput.path(call.parameters()), newName(call));
    }

    /** What a listing is about: all below a path. */
    Arn below(QueryCall call) {
        return holders.arn(account(call), IamInput.pathPrefix(call.parameters()), "");
    }

    /** Changes the one of the call's name, if it is the one that the call was allowed to. */
    void update(QueryCall call, BiConsumer<Change, String> work) {
        String name = name(call);
        features.update(
                call,
                change -> {
                    IamFeatures.requireAllowed(call, holders.require(change, name).arn());
                    work.accept(change, name);
                });
    }

    /** Gives one another name or path; what is null stays. */
    @FunctionalInterface
    interface Rename {
        void to(Change change, String name, @Nullable String newName, @Nullable String newPath);
    }

    QueryOperation renaming(Action action, Rename rename) {
        return new Renaming(
                IamOperation.doing(action, this::arn, call -> rename(call, rename)),
                this::renamedArn);
    }

    private void rename(QueryCall call, Rename rename) {
        Optional<String> newName = renamed(call);
        Optional<String> newPath = newPath(call);
        update(
                call,
                (change, name) ->
                        rename.to(change, name, newName.orElse(null), newPath.orElse(null)));
    }

    private Arn renamedArn(QueryCall call) {
        Optional<Holder> known = find(call);
        return holders.arn(
                account(call),
                newPath(call).orElseGet(() -> known.map(Holder::path).orElse("/")),
                renamed(call)
                        .orElseGet(() ->
                                known.map(holder -> holder.owner().name()).orElse(name(call))));
    }

    private Optional<String> renamed(QueryCall call) {
        return IamInput.optionalName(
                call.parameters(), "New" + holders.member(), holders.longestNewName());
    }

    private static Optional<String> newPath(QueryCall call) {
        return call.parameters().find("NewPath");
    }

    private static AccountId account(QueryCall call) {
        return call.caller().registry().account();
    }
}
