/** The dashboards as their users meet them: over HTTP, from a running process. */
@NullMarked
package io.devicegate.dashboards;

import org.jspecify.annotations.NullMarked;
