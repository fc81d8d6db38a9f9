/** Manifests, tags and what they refer to. */
@NullMarked
package dev.berth.image;

import org.jspecify.annotations.NullMarked;
