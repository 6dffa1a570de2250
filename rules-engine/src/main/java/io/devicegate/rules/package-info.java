/** Devicegate. */
@NullMarked
package io.devicegate.rules;

import org.jspecify.annotations.NullMarked;
