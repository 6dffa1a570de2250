/** The sample API behind the gateway: a film catalogue, purchases, a report, and a mirror. */
@NullMarked
package io.devicegate.sandbox.upstream;

import org.jspecify.annotations.NullMarked;
