package dev.berth.image;

import dev.berth.image.Manifest.Descriptor;
import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests: strict in what the registry relies on, blind for everything else. Whatever the
 * bytes are, the answer is a manifest or ManifestInvalid.
 */
final class ManifestReader {
    /** The text that ECR gives for whatever is wrong with a manifest. */
    static final String INVALID = "Invalid JSON syntax";

    private static final int SCHEMA_VERSION = 2;
    private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+json";

    /** Far more than any image has; each costs a row. */
    private static final int MAX_DESCRIPTORS = 10_000;

    /** RFC 6838, section 4.2; parameters are no part of a type's name. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(
                    "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

    private record RawManifest(
            @Nullable Integer schemaVersion,
            @Nullable String mediaType,
            @Nullable String artifactType,
            @Nullable RawDescriptor config,
            @Nullable List<@Nullable RawDescriptor> layers,
            @Nullable List<@Nullable RawDescriptor> manifests,
            @Nullable RawDescriptor subject) {}

    private record RawDescriptor(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable Long size,
            @Nullable List<@Nullable String> urls) {}

    private record RawAnnotations(@Nullable Map<String, @Nullable Object> annotations) {}

    private ManifestReader() {}

    /**
     * Reads a manifest.
     *
     * @param declared the media type that came with the bytes, if any did
     */
    static Manifest read(ByteBuffer content, @Nullable String declared) {
        RawManifest raw;
        try {
            // ECR's API gives manifests as text, from which their bytes must come back.
            StandardCharsets.UTF_8.newDecoder().decode(content.duplicate());
            raw = Json.read(content, RawManifest.class);
        } catch (CharacterCodingException | JsonFault e) {
            throw invalid(INVALID);
        }
        String mediaType = mediaType(raw, declared);
        String artifactType = checkedType(raw.artifactType());
        Digest subject = raw.subject() == null ? null : descriptor(raw.subject()).digest();
        if (MediaTypes.isIndex(mediaType)) {
            if (raw.layers() != null || raw.config() != null) {
                throw invalid("An index must not have a config or layers");
            }
            return new Manifest.OfIndex(
                    mediaType, artifactType, descriptors(raw.manifests()), subject);
        }
        if (raw.manifests() != null) {
            throw invalid("An image manifest must not have manifests");
        }
        if (raw.config() == null) {
            throw invalid("An image manifest must have a config");
        }
        return new Manifest.OfImage(
                mediaType,
                artifactType,
                descriptor(raw.config()),
                descriptors(raw.layers()),
                subject);
    }

    /**
     * What a stored manifest says about itself, in its order. Nothing checked that when it was
     * pushed: what is no text is left out.
     */
    static Map<String, String> annotations(ByteBuffer content) {
        try {
            var given = Json.read(content, RawAnnotations.class).annotations();
            var annotations = new LinkedHashMap<String, String>();
            if (given != null) {
                given.forEach((name, value) -> {
                    if (value instanceof String text) {
                        annotations.put(name, text);
                    }
                });
            }
            return annotations;
        } catch (JsonFault e) {
            return Map.of();
        }
    }

    private static String mediaType(RawManifest raw, @Nullable String declared) {
        String inside = emptyToNull(raw.mediaType());
        String outside = emptyToNull(declared);
        String mediaType = outside == null ? inside : outside;
        if (mediaType == null && raw.schemaVersion() != null && raw.schemaVersion() == 1) {
            mediaType = SCHEMA_1;
        }
        if (mediaType == null) {
            throw invalid(INVALID);
        }
        if (!Manifest.isAccepted(mediaType)) {
            throw invalid("Unsupported manifest type: \"" + mediaType + "\"");
        }
        if (inside != null && !inside.equals(mediaType)) {
            throw invalid(
                    "The media type of the request is not that of the manifest, which is '%s'"
                            .formatted(inside));
        }
        if (raw.schemaVersion() == null || raw.schemaVersion() != SCHEMA_VERSION) {
            throw invalid("The schemaVersion of a manifest must be " + SCHEMA_VERSION);
        }
        return mediaType;
    }

    private static List<Descriptor> descriptors(@Nullable List<@Nullable RawDescriptor> raw) {
        if (raw == null) {
            return List.of();
        }
        if (raw.size() > MAX_DESCRIPTORS) {
            throw invalid("A manifest must not have more than " + MAX_DESCRIPTORS + " descriptors");
        }
        return raw.stream().map(ManifestReader::descriptor).toList();
    }

    private static Descriptor descriptor(@Nullable RawDescriptor raw) {
        if (raw == null || raw.digest() == null || raw.size() == null || raw.size() < 0) {
            throw invalid("A descriptor must have a digest and a size");
        }
        String mediaType = checkedType(raw.mediaType());
        boolean external =
                (mediaType != null && MediaTypes.isForeignLayer(mediaType))
                        || (raw.urls() != null && !raw.urls().isEmpty());
        return new Descriptor(mediaType, digest(raw.digest()), raw.size(), external);
    }

    private static Digest digest(String text) {
        return Digest.tryParse(text)
                .orElseThrow(() -> invalid("A descriptor must have a sha256 or sha512 digest"));
    }

    private static @Nullable String checkedType(@Nullable String text) {
        String mediaType = emptyToNull(text);
        if (mediaType != null && !MEDIA_TYPE.matcher(mediaType).matches()) {
            throw invalid("A media type must be a name as in RFC 6838, without parameters");
        }
        return mediaType;
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static ProblemException invalid(String constraint) {
        return new ProblemException(new ImageProblem.ManifestInvalid(constraint));
    }
}
