/** A registry of maps and lists, and the test that looks for a difference between it and berth. */
@NullMarked
package dev.berth.model;

import org.jspecify.annotations.NullMarked;
