@NullMarked
package io.devicegate.dashboards.grafana;

import org.jspecify.annotations.NullMarked;
