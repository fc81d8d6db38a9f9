/** The operations of the Security Token Service. */
@NullMarked
package dev.berth.api.sts;

import org.jspecify.annotations.NullMarked;
