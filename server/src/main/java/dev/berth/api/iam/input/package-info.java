/** What the parameters of IAM's operations have in common: names, paths, tags, pages. */
@NullMarked
package dev.berth.api.iam.input;

import org.jspecify.annotations.NullMarked;
