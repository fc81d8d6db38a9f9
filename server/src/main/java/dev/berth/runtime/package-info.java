/** What a process gives its parts: time, identifiers, and which threads may block. */
@NullMarked
package dev.berth.runtime;

import org.jspecify.annotations.NullMarked;
