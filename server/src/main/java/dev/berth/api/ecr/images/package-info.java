/** Operations on images. */
@NullMarked
package dev.berth.api.ecr.images;

import org.jspecify.annotations.NullMarked;
