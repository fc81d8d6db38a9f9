/** Records of the wire that several operations use, named as the service model names them. */
@NullMarked
package dev.berth.api.ecr.shape;

import org.jspecify.annotations.NullMarked;
