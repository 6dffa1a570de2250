/** Devicegate. */
@NullMarked
package io.devicegate.dashboards;

import org.jspecify.annotations.NullMarked;
