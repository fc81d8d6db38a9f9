/** The check of a data folder: whether facts and bytes agree, and the repair where they do not. */
@NullMarked
package dev.berth.verify;

import org.jspecify.annotations.NullMarked;
