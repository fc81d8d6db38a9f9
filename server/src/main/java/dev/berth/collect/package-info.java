/** The collection of garbage: what no repository needs any more, while the server serves. */
@NullMarked
package dev.berth.collect;

import org.jspecify.annotations.NullMarked;
