/**
 * Somebody else's Spring Cloud Gateway: routes in code and in YAML, filters and a security chain of
 * its own, and tests that know nothing of the starter. It passes them without the starter and, with
 * three lines of configuration more, with it.
 */
@NullMarked
package io.devicegate.gateway.guest;

import org.jspecify.annotations.NullMarked;
