/** What the server tells a monitoring system about itself. */
@NullMarked
package dev.berth.telemetry;

import org.jspecify.annotations.NullMarked;
