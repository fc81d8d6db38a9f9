package dev.berth.api.ecr.shape;

import org.jspecify.annotations.Nullable;

/** A tag filter that turns the mutability of a repository around. */
public record ExclusionFilterShape(@Nullable String filterType, @Nullable String filter) {}
