/** What was refused, and what changed about who may do what: kept in files, for people. */
@NullMarked
package dev.berth.audit;

import org.jspecify.annotations.NullMarked;
