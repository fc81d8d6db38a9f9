/** Operations on layers and their uploads. */
@NullMarked
package dev.berth.api.ecr.layers;

import org.jspecify.annotations.NullMarked;
