/** The table of the OCI distribution specification's statements, and what runs it. */
@NullMarked
package dev.berth.acceptance.specification;

import org.jspecify.annotations.NullMarked;
