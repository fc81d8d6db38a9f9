/** Tags of resources. */
@NullMarked
package dev.berth.api.ecr.tags;

import org.jspecify.annotations.NullMarked;
