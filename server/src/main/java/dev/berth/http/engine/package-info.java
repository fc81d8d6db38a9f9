/** The HTTP server: the only package that knows Netty. */
@NullMarked
package dev.berth.http.engine;

import org.jspecify.annotations.NullMarked;
