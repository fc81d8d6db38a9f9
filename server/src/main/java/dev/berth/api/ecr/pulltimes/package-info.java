/** Operations on the principals whose pulls do not count. */
@NullMarked
package dev.berth.api.ecr.pulltimes;

import org.jspecify.annotations.NullMarked;
