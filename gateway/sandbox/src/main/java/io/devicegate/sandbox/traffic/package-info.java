/** Stories told with real requests: an ordinary day, and what the dashboards have to diagnose. */
@NullMarked
package io.devicegate.sandbox.traffic;

import org.jspecify.annotations.NullMarked;
