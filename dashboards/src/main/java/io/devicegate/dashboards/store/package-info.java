/** Where events stay: the store's contract, and DuckDB behind it. */
@NullMarked
package io.devicegate.dashboards.store;

import org.jspecify.annotations.NullMarked;
