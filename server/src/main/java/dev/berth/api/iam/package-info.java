/** The operations of Identity and Access Management. */
@NullMarked
package dev.berth.api.iam;

import org.jspecify.annotations.NullMarked;
