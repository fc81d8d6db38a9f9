/** Temporary credentials: who may have which, and what they carry. */
@NullMarked
package dev.berth.session;

import org.jspecify.annotations.NullMarked;
