/** The signals that hold at the moment, for pages, for the API and for gateways. */
@NullMarked
package io.devicegate.dashboards.signal;

import org.jspecify.annotations.NullMarked;
