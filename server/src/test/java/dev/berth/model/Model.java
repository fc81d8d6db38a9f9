package dev.berth.model;

import dev.berth.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A registry that keeps all in memory and does the obvious. */
final class Model {

    /** An upload, which is meant to become a blob. */
    static final class Upload {
        private final String id;
        private final ModelRepository repository;
        private final Blob blob;
        private final long startedAt;
        private int offset;
        private long touchedAt;
        private boolean writtenDown;
        private boolean ended;

        Upload(String id, ModelRepository repository, Blob blob, long now) {
            this.id = id;
            this.repository = repository;
            this.blob = blob;
            startedAt = now;
            touchedAt = now;
        }

        String id() {
            return id;
        }

        ModelRepository repository() {
            return repository;
        }

        Blob blob() {
            return blob;
        }

        int offset() {
            return offset;
        }

        void arrived(int length, long now) {
            offset += length;
            touchedAt = now;
            writtenDown |= length > 0;
        }

        boolean ended() {
            return ended;
        }

        void end() {
            ended = true;
        }

        private void expire(long before) {
            writtenDown = true;
            if ((offset == 0 ? startedAt : touchedAt) < before) {
                ended = true;
            }
        }
    }

    private final Map<String, ModelRepository> repositories = new TreeMap<>();
    private final List<Upload> uploads = new ArrayList<>();
    private final List<Manifest> pushed = new ArrayList<>();
    private boolean allowsMounts = true;

    Collection<ModelRepository> repositories() {
        return repositories.values();
    }

    Optional<ModelRepository> find(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    void create(String name, TagRules rules) {
        repositories.put(name, new ModelRepository(name, rules));
    }

    void delete(String name) {
        uploads.stream()
                .filter(upload -> upload.repository().name().equals(name))
                .forEach(Upload::end);
        repositories.remove(name);
    }

    boolean allowsMounts() {
        return allowsMounts;
    }

    void allowMounts(boolean allowed) {
        allowsMounts = allowed;
    }

    /** Those under way, and those that have ended. */
    List<Upload> uploads() {
        return uploads;
    }

    /** Manifests that were pushed anywhere, whether or not they are still there. */
    List<Manifest> pushed() {
        return pushed;
    }

    void remember(Manifest manifest) {
        if (!pushed.contains(manifest)) {
            pushed.add(manifest);
        }
    }

    void expireUploads(long before) {
        uploads.forEach(upload -> upload.expire(before));
    }

    /** An upload without bytes is in memory alone, until a job has come by. */
    void loseBegunUploads() {
        uploads.stream().filter(upload -> !upload.writtenDown).forEach(Upload::end);
    }

    void loseNotes() {
        repositories.values().forEach(repository -> repository.links().loseNotes());
    }

    void writeNotesDown() {
        repositories.values().forEach(it -> it.links().writeNotesDown(it::isReferenced));
    }

    /** What a collection does. */
    void collect(long now, long grace, long delay) {
        repositories
                .values()
                .forEach(it -> it.links().collect(it::isReferenced, now, grace, delay));
    }

    /** The blobs whose bytes must be there, since somebody sees them. */
    Set<Digest> seen() {
        return repositories.values().stream()
                .flatMap(repository -> repository.links().seen().stream())
                .collect(Collectors.toSet());
    }
}
