/** AWS's Query protocol: a form comes in, XML goes out. */
@NullMarked
package dev.berth.api.awsquery;

import org.jspecify.annotations.NullMarked;
