/** The login of docker. */
@NullMarked
package dev.berth.api.ecr.authorization;

import org.jspecify.annotations.NullMarked;
