/** The words of the OCI specifications. */
@NullMarked
package dev.berth.oci;

import org.jspecify.annotations.NullMarked;
