/** Plain data as JSON text (RFC 8259) and back. */
@NullMarked
package io.devicegate.rules.json;

import org.jspecify.annotations.NullMarked;
