/** Which step of the device flow is broken, since when, for whom and why. */
@NullMarked
package io.devicegate.dashboards.incident;

import org.jspecify.annotations.NullMarked;
