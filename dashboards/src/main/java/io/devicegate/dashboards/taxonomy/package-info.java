/** What a line of a tenant's log means: one reviewed table of all codes, as data. */
@NullMarked
package io.devicegate.dashboards.taxonomy;

import org.jspecify.annotations.NullMarked;
