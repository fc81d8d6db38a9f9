/** Checks of members that several operations take. */
@NullMarked
package dev.berth.api.ecr.input;

import org.jspecify.annotations.NullMarked;
