/** The one JSON mapper; only this package and record annotations see the JSON library. */
@NullMarked
package dev.berth.json;

import org.jspecify.annotations.NullMarked;
