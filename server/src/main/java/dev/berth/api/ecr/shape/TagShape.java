package dev.berth.api.ecr.shape;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A tag of a resource; the only shape with capital letters. */
public record TagShape(
        @JsonProperty("Key") @Nullable String key, @JsonProperty("Value") @Nullable String value) {}
