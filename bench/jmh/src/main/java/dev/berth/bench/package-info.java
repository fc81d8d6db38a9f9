/** Benchmarks in the same process. */
@NullMarked
package dev.berth.bench;

import org.jspecify.annotations.NullMarked;
