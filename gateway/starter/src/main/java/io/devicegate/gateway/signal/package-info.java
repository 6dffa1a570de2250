/** Signals of the detections: what is known at the moment against a client, user or address. */
@NullMarked
package io.devicegate.gateway.signal;

import org.jspecify.annotations.NullMarked;
