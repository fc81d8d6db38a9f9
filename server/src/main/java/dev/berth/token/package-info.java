/**
 * The tokens of registries as things of their own: who has which, when they were last used, and
 * which are revoked. What a token says, and whether it is true, is a matter of {@code access}.
 */
@NullMarked
package dev.berth.token;

import org.jspecify.annotations.NullMarked;
