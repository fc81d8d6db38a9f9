/**
 * A small blocking request and response model; the engine below it is the only one to know sockets.
 */
@NullMarked
package dev.berth.http;

import org.jspecify.annotations.NullMarked;
