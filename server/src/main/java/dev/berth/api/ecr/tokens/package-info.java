/** berth's own operations on the tokens of registries. */
@NullMarked
package dev.berth.api.ecr.tokens;

import org.jspecify.annotations.NullMarked;
