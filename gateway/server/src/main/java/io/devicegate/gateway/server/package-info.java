/** The runnable gateway: the starter in front, the dashboards behind the management port. */
@NullMarked
package io.devicegate.gateway.server;

import org.jspecify.annotations.NullMarked;
