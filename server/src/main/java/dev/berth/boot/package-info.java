/** Builds every object of a server, by hand, once; starts and stops it. */
@NullMarked
package dev.berth.boot;

import org.jspecify.annotations.NullMarked;
