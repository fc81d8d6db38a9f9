/** The policy language of IAM and its evaluation: pure, without clock, store or network. */
@NullMarked
package dev.berth.policy;

import org.jspecify.annotations.NullMarked;
