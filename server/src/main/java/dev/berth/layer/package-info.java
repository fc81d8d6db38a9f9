/** Blobs as a repository sees them: links, uploads, mounts. */
@NullMarked
package dev.berth.layer;

import org.jspecify.annotations.NullMarked;
