/** The pages, their assets and the runbooks. */
@NullMarked
package io.devicegate.dashboards.web;

import org.jspecify.annotations.NullMarked;
