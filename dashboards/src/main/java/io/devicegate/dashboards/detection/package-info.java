/** Runs the detections over the events that were stored. */
@NullMarked
package io.devicegate.dashboards.detection;

import org.jspecify.annotations.NullMarked;
