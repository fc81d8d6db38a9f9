/** Accounts and who is in them: users, groups, roles, their keys and their policies. */
@NullMarked
package dev.berth.identity;

import org.jspecify.annotations.NullMarked;
