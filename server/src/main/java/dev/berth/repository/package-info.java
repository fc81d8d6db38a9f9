/** Repositories and their settings. */
@NullMarked
package dev.berth.repository;

import org.jspecify.annotations.NullMarked;
