/** Who calls, and whether he may. */
@NullMarked
package dev.berth.access;

import org.jspecify.annotations.NullMarked;
