/** Identities that a file declares: read as a whole, then made so. */
@NullMarked
package dev.berth.identity.file;

import org.jspecify.annotations.NullMarked;
