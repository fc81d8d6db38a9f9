/** The OCI distribution protocol: what docker and its kin push to and pull from. */
@NullMarked
package dev.berth.api.v2;

import org.jspecify.annotations.NullMarked;
