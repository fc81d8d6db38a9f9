/** AWS's Query protocol: a form or an address comes in, XML goes out. */
@NullMarked
package dev.berth.api.awsquery;

import org.jspecify.annotations.NullMarked;
