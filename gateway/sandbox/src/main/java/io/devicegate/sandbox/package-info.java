/** Devicegate. */
@NullMarked
package io.devicegate.sandbox;

import org.jspecify.annotations.NullMarked;
