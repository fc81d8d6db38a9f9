/** Operations on the settings of an account. */
@NullMarked
package dev.berth.api.ecr.settings;

import org.jspecify.annotations.NullMarked;
