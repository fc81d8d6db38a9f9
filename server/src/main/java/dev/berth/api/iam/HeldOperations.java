package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.Holders.Holder;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
import dev.berth.api.iam.shape.IamShapes;
import dev.berth.aws.Arn;
import dev.berth.identity.Change;
import dev.berth.identity.HeldPolicies;
import dev.berth.identity.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** What can be done with the policies of one kind of holders, and with their tags. */
final class HeldOperations {
    private static final int MAX_NAME = 128;

    /** Of inline policies, then of attached ones. */
    record Actions(
            Action put,
            Action get,
            Action list,
            Action delete,
            Action attach,
            Action detach,
            Action listAttached) {}

    private final IamFeatures features;
    private final Holders holders;
    private final NamedHolders named;

    HeldOperations(IamFeatures features, Holders holders, NamedHolders named) {
        this.features = features;
        this.holders = holders;
        this.named = named;
    }

    List<QueryOperation> policies(Actions actions) {
        return List.of(
                doing(actions.put(), this::putInline),
                telling(actions.get(), this::getInline),
                telling(actions.list(), this::listInline),
                doing(actions.delete(), this::deleteInline),
                doing(actions.attach(), this::attach).showing(KeyInput.POLICY),
                doing(actions.detach(), this::detach).showing(KeyInput.POLICY),
                telling(actions.listAttached(), this::listAttached));
    }

    List<QueryOperation> boundary(Action put, Action delete) {
        return List.of(
                doing(put, this::putBoundary).showing(KeyInput.BOUNDARY),
                doing(delete, this::deleteBoundary));
    }

    List<QueryOperation> tags(Action tag, Action untag, Action list) {
        return List.of(
                doing(tag, this::tag).showing(KeyInput.TAGS),
                doing(untag, this::untag).showing(KeyInput.TAG_KEYS),
                telling(list, this::listTags));
    }

    private IamOperation doing(Action action, Consumer<QueryCall> work) {
        return IamOperation.doing(action, named::arn, work).bounded(named::boundary);
    }

    private IamOperation telling(Action action, Function<QueryCall, QueryAnswer> answer) {
        return IamOperation.telling(action, named::arn, answer).bounded(named::boundary);
    }

    private void update(QueryCall call, BiConsumer<Change, Owner> work) {
        named.update(call, (change, name) -> work.accept(change, holders.changeable(change, name)));
    }

    private static String policyName(QueryCall call) {
        return IamInput.name(call.parameters(), "PolicyName", MAX_NAME);
    }

    private void putInline(QueryCall call) {
        String policy = policyName(call);
        String document = IamInput.document(call.parameters(), "PolicyDocument");
        update(call, (change, owner) -> features.held().putInline(change, owner, policy, document));
    }

    private QueryAnswer getInline(QueryCall call) {
        Holder holder = named.require(call);
        String policy = policyName(call);
        String document =
                Optional.ofNullable(holder.held().inline().get(policy))
                        .orElseThrow(() -> HeldPolicies.noInline(holder.owner().kind(), policy));
        return XmlStructure.empty()
                .text(holders.member(), holder.owner().name())
                .text("PolicyName", policy)
                .text("PolicyDocument", IamShapes.document(document));
    }

    private QueryAnswer listInline(QueryCall call) {
        Page<String> page =
                Page.of(
                        call.parameters(),
                        List.copyOf(named.require(call).held().inline().keySet()),
                        name -> name);
        return page.end(XmlStructure.empty().texts("PolicyNames", page.items()));
    }

    private void deleteInline(QueryCall call) {
        String policy = policyName(call);
        update(call, (change, owner) -> features.held().deleteInline(change, owner, policy));
    }

    private void attach(QueryCall call) {
        Arn policy = IamInput.arn(call.parameters(), "PolicyArn");
        update(call, (change, owner) -> features.held().attach(change, owner, policy));
    }

    private void detach(QueryCall call) {
        Arn policy = IamInput.arn(call.parameters(), "PolicyArn");
        update(call, (change, owner) -> features.held().detach(change, owner, policy));
    }

    private QueryAnswer listAttached(QueryCall call) {
        String prefix = IamInput.pathPrefix(call.parameters());
        List<String> attached =
                named.require(call).held().attached().stream()
                        .filter(arn -> IamShapes.pathOf(arn).startsWith(prefix))
                        .toList();
        Page<String> page = Page.of(call.parameters(), attached, arn -> arn);
        return page.end(IamShapes.attached(XmlStructure.empty(), "AttachedPolicies", page.items()));
    }

    private void putBoundary(QueryCall call) {
        Arn policy = IamInput.arn(call.parameters(), "PermissionsBoundary");
        update(call, (change, owner) -> features.held().setBoundary(change, owner, policy));
    }

    private void deleteBoundary(QueryCall call) {
        update(call, (change, owner) -> features.held().deleteBoundary(change, owner));
    }

    private void tag(QueryCall call) {
        var tags = IamInput.tags(call.parameters());
        update(call, (change, owner) -> features.held().tag(change, owner, tags));
    }

    private void untag(QueryCall call) {
        List<String> keys = IamInput.tagKeys(call.parameters());
        update(call, (change, owner) -> features.held().untag(change, owner, keys));
    }

    private QueryAnswer listTags(QueryCall call) {
        Map<String, String> tags = named.require(call).held().tags();
        Page<Map.Entry<String, String>> page =
                Page.of(call.parameters(), List.copyOf(tags.entrySet()), Map.Entry::getKey);
        return page.end(IamShapes.tags(XmlStructure.empty(), Tags.in(page.items())));
    }
}
