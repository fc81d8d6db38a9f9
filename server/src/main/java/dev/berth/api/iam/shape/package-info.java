/** What the answers of IAM's operations have in common. */
@NullMarked
package dev.berth.api.iam.shape;

import org.jspecify.annotations.NullMarked;
