/** Operations on repositories and their settings. */
@NullMarked
package dev.berth.api.ecr.repositories;

import org.jspecify.annotations.NullMarked;
