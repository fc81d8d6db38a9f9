/** Work that the server does of itself, again and again. */
@NullMarked
package dev.berth.work;

import org.jspecify.annotations.NullMarked;
