/** Detections over the log: what happened, how often, to whom, within what time. */
@NullMarked
package io.devicegate.rules.detection;

import org.jspecify.annotations.NullMarked;
