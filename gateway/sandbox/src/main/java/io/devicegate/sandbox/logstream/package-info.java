/**
 * The tenant's log: events in Auth0's own format, kept in a bounded ring, delivered by webhook and
 * readable at {@code GET /api/v2/logs}.
 */
@NullMarked
package io.devicegate.sandbox.logstream;

import org.jspecify.annotations.NullMarked;
