package dev.berth.api.v2;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.v2.V2Path.Shape;
import dev.berth.aws.Arn;
import dev.berth.http.Response;
import dev.berth.image.ImagePush;
import dev.berth.image.ImageRemoval;
import dev.berth.image.Images;
import dev.berth.image.PullTimes;
import dev.berth.image.Referrers;
import dev.berth.layer.Layers;
import dev.berth.layer.Mounts;
import dev.berth.layer.Uploads;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of routes: method, shape of the path, what is asked for, who answers. */
public final class V2Routes {

    /** One line of the table; it cannot be made without asks. */
    record Route(String method, Shape shape, Asks asks, Endpoint endpoint) {}

    @FunctionalInterface
    interface Asks {
        List<Ask> of(V2Call call);
    }

    @FunctionalInterface
    interface Endpoint {
        Response answer(V2Call call);
    }

    @FunctionalInterface
    interface RepositoryEndpoint {
        Response answer(V2Call call, Repository repository);
    }

    /** The features that the endpoints call. */
    public record Features(
            Repositories repositories,
            Layers layers,
            Uploads uploads,
            Images images,
            ImagePush push,
            ImageRemoval removal,
            Referrers referrers,
            Mounts mounts,
            PullTimes pullTimes,
            Authorizer authorizer,
            BoundedBodies bodies,
            Quotas quotas) {}

    private final Repositories repositories;
    private final Map<Shape, List<Route>> routes = new EnumMap<>(Shape.class);

    public V2Routes(Features features) {
        repositories = features.repositories();
        var manifests =
                new ManifestEndpoints(
                        features.images(),
                        features.push(),
                        features.removal(),
                        features.pullTimes(),
                        features.bodies(),
                        features.quotas().manifestBytes());
        var blobs = new BlobEndpoints(features.layers());
        var uploads =
                new UploadEndpoints(
                        features.uploads(),
                        features.mounts(),
                        features.authorizer(),
                        features.quotas().layerBytes());
        var referrers = new ReferrerEndpoints(features.referrers());
        var lists = new ListEndpoints(features.images(), features.repositories());

        add("GET", Shape.BASE, _ -> List.of(), ListEndpoints::base);
        add("HEAD", Shape.BASE, _ -> List.of(), ListEndpoints::base);
        add("GET", Shape.CATALOG, V2Routes::catalog, lists::catalog);

        add("GET", Shape.MANIFEST, asks(Action.ECR_BATCH_GET_IMAGE), manifests::get);
        add("HEAD", Shape.MANIFEST, asks(Action.ECR_BATCH_GET_IMAGE), manifests::get);
        add("PUT", Shape.MANIFEST, asks(Action.ECR_PUT_IMAGE), manifests::put);
        add("DELETE", Shape.MANIFEST, asks(Action.ECR_BATCH_DELETE_IMAGE), manifests::delete);

        add("GET", Shape.BLOB, asks(Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER), blobs::get);
        add("HEAD", Shape.BLOB, V2Routes::blobExists, blobs::head);
        add("DELETE", Shape.BLOB, asks(Action.ECR_BATCH_DELETE_IMAGE), blobs::delete);

        add("POST", Shape.UPLOADS, V2Routes::startUpload, uploads::start);
        add("GET", Shape.UPLOAD, asks(Action.ECR_UPLOAD_LAYER_PART), uploads::status);
        add("PATCH", Shape.UPLOAD, asks(Action.ECR_UPLOAD_LAYER_PART), uploads::append);
        add(
                "PUT",
                Shape.UPLOAD,
                asks(Action.ECR_UPLOAD_LAYER_PART, Action.ECR_COMPLETE_LAYER_UPLOAD),
                uploads::complete);
        add("DELETE", Shape.UPLOAD, asks(Action.ECR_UPLOAD_LAYER_PART), uploads::cancel);

        add("GET", Shape.TAGS, asks(Action.ECR_LIST_IMAGES), lists::tags);
        add("GET", Shape.REFERRERS, asks(Action.ECR_BATCH_GET_IMAGE), referrers::list);
    }

    Optional<Route> find(Shape shape, String method) {
        for (Route route : of(shape)) {
            if (route.method().equals(method)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /** All lines of the table. */
    List<Route> all() {
        return routes.values().stream().flatMap(List::stream).toList();
    }

    /** The methods that a shape knows, as the Allow field lists them. */
    String methods(Shape shape) {
        return String.join(", ", of(shape).stream().map(Route::method).toList());
    }

    private List<Route> of(Shape shape) {
        return routes.getOrDefault(shape, List.of());
    }

    private void add(String method, Shape shape, Asks asks, Endpoint endpoint) {
        routes.computeIfAbsent(shape, _ -> new ArrayList<>())
                .add(new Route(method, shape, asks, endpoint));
    }

    /** The repository is looked for only once the caller is allowed to ask. */
    private void add(String method, Shape shape, Asks asks, RepositoryEndpoint endpoint) {
        add(
                method,
                shape,
                asks,
                call ->
                        endpoint.answer(
                                call,
                                repositories.require(
                                        call.registry(), call.path().repositoryName())));
    }

    private static Asks asks(Action... actions) {
        return call -> {
            Arn arn = arn(call);
            var asks = new ArrayList<Ask>(actions.length);
            for (Action action : actions) {
                asks.add(Ask.of(action, arn));
            }
            return asks;
        };
    }

    private static List<Ask> blobExists(V2Call call) {
        return List.of(
                Ask.either(
                        Action.ECR_BATCH_CHECK_LAYER_AVAILABILITY,
                        Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER,
                        arn(call)));
    }

    /** A blob in one request asks for all that the three requests would. */
    private static List<Ask> startUpload(V2Call call) {
        Arn arn = arn(call);
        return UploadEndpoints.isWhole(call)
                ? List.of(
                        Ask.of(Action.ECR_INITIATE_LAYER_UPLOAD, arn),
                        Ask.of(Action.ECR_UPLOAD_LAYER_PART, arn),
                        Ask.of(Action.ECR_COMPLETE_LAYER_UPLOAD, arn))
                : List.of(Ask.of(Action.ECR_INITIATE_LAYER_UPLOAD, arn));
    }

    private static List<Ask> catalog(V2Call call) {
        return List.of(
                Ask.of(Action.ECR_DESCRIBE_REPOSITORIES, call.registry().repositoryArn("*")));
    }

    private static Arn arn(V2Call call) {
        return call.registry().repositoryArn(call.path().repositoryName().value());
    }
}
