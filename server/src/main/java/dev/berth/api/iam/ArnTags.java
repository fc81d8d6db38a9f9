package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.input.Page;
import dev.berth.api.iam.shape.IamShapes;
import dev.berth.aws.Arn;
import dev.berth.identity.Change;
import dev.berth.identity.Held;
import dev.berth.identity.Owner;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What can be done with the tags of what is named by an ARN; for what has a name, {@link
 * HeldOperations} does it.
 *
 * @param held what it holds; refused when it is not there
 */
record ArnTags(
        IamFeatures features,
        Function<QueryCall, Arn> arn,
        Function<QueryCall, Held> held,
        BiFunction<Change, Arn, Owner> changeable) {

    List<QueryOperation> all(Action tag, Action untag, Action list) {
        return List.of(
                IamOperation.doing(tag, arn, this::tag).showing(KeyInput.TAGS),
                IamOperation.doing(untag, arn, this::untag).showing(KeyInput.TAG_KEYS),
                IamOperation.telling(list, arn, this::list));
    }

    private void tag(QueryCall call) {
        var tags = IamInput.tags(call.parameters());
        Arn about = arn.apply(call);
        features.update(
                call, change -> features.held().tag(change, changeable.apply(change, about), tags));
    }

    private void untag(QueryCall call) {
        List<String> keys = IamInput.tagKeys(call.parameters());
        Arn about = arn.apply(call);
        features.update(
                call,
                change -> features.held().untag(change, changeable.apply(change, about), keys));
    }

    private QueryAnswer list(QueryCall call) {
        Page<Map.Entry<String, String>> page =
                Page.of(
                        call.parameters(),
                        List.copyOf(held.apply(call).tags().entrySet()),
                        Map.Entry::getKey);
        return page.end(IamShapes.tags(XmlStructure.empty(), Tags.in(page.items())));
    }
}
