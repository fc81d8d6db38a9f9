/** AWS's JSON 1.1 protocol: one URL, the operation in a header, records in and out. */
@NullMarked
package dev.berth.api.awsjson;

import org.jspecify.annotations.NullMarked;
