package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.api.iam.input.IamInput;
import dev.berth.api.iam.shape.IamShapes;
import dev.berth.aws.Arn;
import dev.berth.identity.OidcProvider;
import dev.berth.identity.OidcProviders;
import java.util.ArrayList;
import java.util.List;

/** OIDC providers. */
final class ProviderOperations {
    private static final String MEMBER = "OpenIDConnectProviderArn";
    private static final int MAX_URL = 255;
    private static final int MAX_CLIENT = 255;

    private final IamFeatures features;

    ProviderOperations(IamFeatures features) {
        this.features = features;
    }

    List<QueryOperation> all() {
        var all =
                new ArrayList<QueryOperation>(
                        List.of(
                                new Tagging(
                                        IamOperation.telling(
                                                        Action.IAM_CREATE_OPEN_ID_CONNECT_PROVIDER,
                                                        ProviderOperations::newArn,
                                                        this::create)
                                                .showing(KeyInput.TAGS),
                                        Action.IAM_TAG_OPEN_ID_CONNECT_PROVIDER),
                                IamOperation.telling(
                                        Action.IAM_GET_OPEN_ID_CONNECT_PROVIDER,
                                        ProviderOperations::arn,
                                        this::get),
                                IamOperation.telling(
                                        Action.IAM_LIST_OPEN_ID_CONNECT_PROVIDERS,
                                        ProviderOperations::every,
                                        this::list),
                                IamOperation.doing(
                                        Action.IAM_DELETE_OPEN_ID_CONNECT_PROVIDER,
                                        ProviderOperations::arn,
                                        this::delete),
                                IamOperation.doing(
                                        Action.IAM_ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER,
                                        ProviderOperations::arn,
                                        this::addClient),
                                IamOperation.doing(
                                        Action.IAM_REMOVE_CLIENT_ID_FROM_OPEN_ID_CONNECT_PROVIDER,
                                        ProviderOperations::arn,
                                        this::removeClient),
                                IamOperation.doing(
                                        Action.IAM_UPDATE_OPEN_ID_CONNECT_PROVIDER_THUMBPRINT,
                                        ProviderOperations::arn,
                                        this::updateThumbprints)));
        all.addAll(
                new ArnTags(
                                features,
                                ProviderOperations::arn,
                                call -> require(call).held(),
                                (change, arn) ->
                                        features.providers().changeable(change, arn).owner())
                        .all(
                                Action.IAM_TAG_OPEN_ID_CONNECT_PROVIDER,
                                Action.IAM_UNTAG_OPEN_ID_CONNECT_PROVIDER,
                                Action.IAM_LIST_OPEN_ID_CONNECT_PROVIDER_TAGS));
        return all;
    }

    private static Arn arn(QueryCall call) {
        return IamInput.arn(call.parameters(), MEMBER);
    }

    private static Arn newArn(QueryCall call) {
        return OidcProvider.arn(
                call.caller().registry().account(), OidcProviders.address(url(call)));
    }

    private static Arn every(QueryCall call) {
        return OidcProvider.arn(call.caller().registry().account(), "*");
    }

    private static String url(QueryCall call) {
        return call.parameters().require("Url", 1, MAX_URL);
    }

    private OidcProvider require(QueryCall call) {
        Arn arn = arn(call);
        return features.account(call)
                .provider(OidcProviders.urlOf(arn))
                .filter(provider -> provider.arn().equals(arn))
                .orElseThrow(() -> OidcProviders.unknown(arn));
    }

    private QueryAnswer create(QueryCall call) {
        var parameters = call.parameters();
        var tags = IamInput.tags(parameters);
        OidcProvider provider =
                features.change(
                        call,
                        change ->
                                features.providers()
                                        .create(
                                                change,
                                                url(call),
                                                parameters.texts("ClientIDList"),
                                                parameters.texts("ThumbprintList"),
                                                tags));
        return IamShapes.someTags(
                XmlStructure.empty().text(MEMBER, provider.arn().toString()),
                provider.held().tags());
    }

    private QueryAnswer get(QueryCall call) {
        OidcProvider provider = require(call);
        return IamShapes.tags(
                XmlStructure.empty()
                        .text("Url", provider.url())
                        .texts("ClientIDList", provider.clients())
                        .texts("ThumbprintList", provider.thumbprints())
                        .time("CreateDate", provider.createdAt()),
                provider.held().tags());
    }

    /** All at once, as IAM does. */
    private QueryAnswer list(QueryCall call) {
        return XmlStructure.empty()
                .list(
                        "OpenIDConnectProviderList",
                        List.copyOf(features.account(call).providers()),
                        provider -> XmlStructure.empty().text("Arn", provider.arn().toString()));
    }

    private void delete(QueryCall call) {
        Arn arn = arn(call);
        features.update(call, change -> features.providers().delete(change, arn));
    }

    private void addClient(QueryCall call) {
        Arn arn = arn(call);
        String client = client(call);
        features.update(call, change -> features.providers().addClient(change, arn, client));
    }

    private void removeClient(QueryCall call) {
        Arn arn = arn(call);
        String client = client(call);
        features.update(call, change -> features.providers().removeClient(change, arn, client));
    }

    private static String client(QueryCall call) {
        return call.parameters().require("ClientID", 1, MAX_CLIENT);
    }

    private void updateThumbprints(QueryCall call) {
        Arn arn = arn(call);
        List<String> thumbprints = call.parameters().texts("ThumbprintList");
        features.update(
                call, change -> features.providers().setThumbprints(change, arn, thumbprints));
    }
}
