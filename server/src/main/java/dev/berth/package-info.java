/** The entry point. */
@NullMarked
package dev.berth;

import org.jspecify.annotations.NullMarked;
