/** The words of AWS: accounts, regions, names of resources, request signatures. */
@NullMarked
package dev.berth.aws;

import org.jspecify.annotations.NullMarked;
