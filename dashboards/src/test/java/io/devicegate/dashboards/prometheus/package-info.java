@NullMarked
package io.devicegate.dashboards.prometheus;

import org.jspecify.annotations.NullMarked;
