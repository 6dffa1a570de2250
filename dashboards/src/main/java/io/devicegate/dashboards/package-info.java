/**
 * Takes in tenant logs and gateway decisions; stores, counts and shows them.
 *
 * <p>Everything that speaks HTTP lives on the management port, next to the actuator.
 */
@NullMarked
package io.devicegate.dashboards;

import org.jspecify.annotations.NullMarked;
