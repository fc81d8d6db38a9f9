package dev.berth.api.v2;

import dev.berth.blob.OpenBlob;
import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.layer.Layer;
import dev.berth.layer.LayerBytes;
import dev.berth.layer.Layers;
import dev.berth.oci.Digest;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** {@code /blobs/}: content that never changes under its address. */
final class BlobEndpoints {
    /** For the reader's own cache; a shared one would answer those who may not read. */
    private static final String CACHING = "private, max-age=31536000, immutable";

    private final Layers layers;

    BlobEndpoints(Layers layers) {
        this.layers = layers;
    }

    Response head(V2Call call, Repository repository) {
        Digest digest = call.digest();
        Layer layer =
                layers.find(repository, digest)
                        .orElseThrow(() -> unknown(repository, digest.toString()));
        return new Response(
                200,
                headers(call, digest).build(),
                new ResponseBody.FileSlice(Unopened.FILE, 0, layer.size()));
    }

    Response get(V2Call call, Repository repository) {
        Digest digest = call.digest();
        if (V2Headers.matches(call.request().headers(), etag(digest))) {
            // Known to be linked here before anything is said about it.
            head(call, repository);
            return call.answer(
                    304, call.headers().add("ETag", etag(digest)).add("Cache-Control", CACHING));
        }
        LayerBytes bytes =
                layers.open(repository, digest)
                        .orElseThrow(() -> unknown(repository, digest.toString()));
        return slice(call, digest, bytes);
    }

    Response delete(V2Call call, Repository repository) {
        Digest digest = call.digest();
        if (!layers.unlink(repository, digest, call.actor())) {
            throw unknown(repository, digest.toString());
        }
        return call.answer(202, call.headers());
    }

    private static Response slice(V2Call call, Digest digest, LayerBytes bytes) {
        Headers.Builder headers = headers(call, digest);
        long size = bytes.size();
        var range = ByteRange.parse(range(call, digest), size);
        return switch (range) {
            case ByteRange.Whole _ -> new Response(200, headers.build(), body(bytes, 0, size));
            case ByteRange.Part part ->
                    new Response(
                            206,
                            headers.add("Content-Range", part.contentRange(size)).build(),
                            body(bytes, part.first(), part.length()));
            case ByteRange.Unsatisfiable _ -> {
                bytes.release();
                throw new ProblemException(new LayerProblem.RangeUnsatisfiable(size));
            }
        };
    }

    /** A range that was meant for other content is none (RFC 9110, 13.1.5). */
    private static String range(V2Call call, Digest digest) {
        return call.request()
                .headers()
                .first("If-Range")
                .filter(validator -> !validator.strip().equals(etag(digest)))
                .map(_ -> "")
                .or(() -> call.request().headers().first("Range"))
                .orElse("");
    }

    private static ResponseBody body(LayerBytes bytes, long offset, long length) {
        return switch (bytes) {
            case LayerBytes.InMemory(var content) ->
                    new ResponseBody.Bytes(content.slice((int) offset, (int) length));
            case LayerBytes.InFile(var blob) when length == 0 -> {
                blob.release();
                yield new ResponseBody.Bytes(ByteBuffer.allocate(0));
            }
            case LayerBytes.InFile(var blob) ->
                    new ResponseBody.FileSlice(new BlobFile(blob), offset, length);
        };
    }

    private static Headers.Builder headers(V2Call call, Digest digest) {
        return call.headers()
                .add("Content-Type", "application/octet-stream")
                .add(V2Headers.CONTENT_DIGEST, digest.toString())
                .add("ETag", etag(digest))
                .add("Accept-Ranges", "bytes")
                .add("Cache-Control", CACHING);
    }

    private static String etag(Digest digest) {
        return '"' + digest.toString() + '"';
    }

    private static ProblemException unknown(Repository repository, String digest) {
        return new ProblemException(
                new LayerProblem.LayerUnknown(digest, repository.name(), repository.registry()));
    }

    private record BlobFile(OpenBlob blob) implements ResponseBody.OpenFile {
        @Override
        public FileChannel channel() {
            return blob.channel();
        }

        @Override
        public void release() {
            blob.release();
        }
    }

    /** Stands for the content in answers to HEAD, which tell its length and send nothing of it. */
    private enum Unopened implements ResponseBody.OpenFile {
        FILE;

        @Override
        public FileChannel channel() {
            throw new IllegalStateException("an answer to HEAD has no content");
        }

        @Override
        public void release() {}
    }
}
