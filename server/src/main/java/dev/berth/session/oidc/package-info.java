/** Tokens of OIDC issuers that the operator trusts: read, verified, and taken apart. */
@NullMarked
package dev.berth.session.oidc;

import org.jspecify.annotations.NullMarked;
