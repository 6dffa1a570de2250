/** Every metric of the dashboards, in one place. */
@NullMarked
package io.devicegate.dashboards.telemetry;

import org.jspecify.annotations.NullMarked;
