/** What every answer of the management port has in common: refusals and protective headers. */
@NullMarked
package io.devicegate.dashboards.http;

import org.jspecify.annotations.NullMarked;
