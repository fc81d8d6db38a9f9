/** Settings: one YAML file, the environment and options, read into typed values. */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;
