/** The read-only API that pages and people use. */
@NullMarked
package io.devicegate.dashboards.query;

import org.jspecify.annotations.NullMarked;
