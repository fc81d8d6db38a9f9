/** What happened, written in the transaction that made it happen. */
@NullMarked
package dev.berth.events;

import org.jspecify.annotations.NullMarked;
