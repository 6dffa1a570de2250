/** The way in: decode, mask, bound, commit, acknowledge. */
@NullMarked
package io.devicegate.dashboards.collector;

import org.jspecify.annotations.NullMarked;
