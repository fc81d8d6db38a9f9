/** Bytes by their digest. */
@NullMarked
package dev.berth.blob;

import org.jspecify.annotations.NullMarked;
