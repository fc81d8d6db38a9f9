/** The metadata store: transactions, migrations, connections. */
@NullMarked
package dev.berth.db;

import org.jspecify.annotations.NullMarked;
