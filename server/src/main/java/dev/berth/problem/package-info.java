/** Every reason for which a request is refused, in no protocol's words. */
@NullMarked
package dev.berth.problem;

import org.jspecify.annotations.NullMarked;
