/** Every metric, span and label of the gateway, named in one place. */
@NullMarked
package io.devicegate.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
