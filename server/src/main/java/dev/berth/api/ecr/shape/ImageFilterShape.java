package dev.berth.api.ecr.shape;

import org.jspecify.annotations.Nullable;

/** Which images a listing means. */
public record ImageFilterShape(@Nullable String tagStatus, @Nullable String imageStatus) {}
