/** Operations on the policies of repositories and registries. */
@NullMarked
package dev.berth.api.ecr.policies;

import org.jspecify.annotations.NullMarked;
