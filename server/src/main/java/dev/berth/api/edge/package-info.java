/** What all front doors have in common: where requests come in and refusals end. */
@NullMarked
package dev.berth.api.edge;

import org.jspecify.annotations.NullMarked;
