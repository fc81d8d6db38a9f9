/** Blobs as files in the data folder. */
@NullMarked
package dev.berth.blob.file;

import org.jspecify.annotations.NullMarked;
