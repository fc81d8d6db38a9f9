package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import dev.berth.repository.Repository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what happened to images; here stands what such an event carries. */
final class ImageEvents {
    private static final int VERSION = 1;

    private final Outbox outbox;

    ImageEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    void pushed(Tx tx, Actor actor, Repository repository, Image image, List<Tag> tags) {
        Map<String, Object> detail = detail(image.digest(), tags);
        detail.put("mediaType", image.mediaType());
        detail.put("size", image.size());
        if (image.artifactMediaType() != null) {
            detail.put("artifactMediaType", image.artifactMediaType());
        }
        append(tx, actor, repository, "image.pushed", detail);
    }

    /** The image is gone, and these tags with it. */
    void deleted(Tx tx, Actor actor, Repository repository, Digest digest, List<Tag> tags) {
        append(tx, actor, repository, "image.deleted", detail(digest, tags));
    }

    /** The tag is gone, its image stays. */
    void untagged(Tx tx, Actor actor, Repository repository, Digest digest, Tag tag) {
        append(tx, actor, repository, "image.untagged", detail(digest, List.of(tag)));
    }

    /** The image is in this state now, for a change of its storage class. */
    void moved(Tx tx, Actor actor, Repository repository, Image image, ImageState state) {
        Map<String, Object> detail = detail(image.digest(), List.of());
        detail.put("mediaType", image.mediaType());
        if (image.artifactMediaType() != null) {
            detail.put("artifactMediaType", image.artifactMediaType());
        }
        String type =
                switch (state) {
                    case ACTIVE -> "image.activated";
                    case ARCHIVED -> "image.archived";
                    case ACTIVATING -> "image.activating";
                    case EXPIRED -> "image.expired";
                };
        append(tx, actor, repository, type, detail);
    }

    private static Map<String, Object> detail(Digest digest, List<Tag> tags) {
        var detail = new HashMap<String, Object>();
        detail.put("digest", digest.toString());
        detail.put("tags", tags.stream().map(Tag::value).toList());
        return detail;
    }

    private void append(
            Tx tx, Actor actor, Repository repository, String type, Map<String, Object> detail) {
        detail.put("repository", repository.name().value());
        outbox.append(
                tx,
                actor,
                new Event(
                        type, VERSION, repository.registry(), repository.arn().toString(), detail));
    }
}
