/** Black-box tests: the packed jar as a process, driven by the clients that people use. */
@NullMarked
package dev.berth.acceptance;

import org.jspecify.annotations.NullMarked;
