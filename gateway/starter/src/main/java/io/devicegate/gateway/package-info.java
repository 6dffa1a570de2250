/** Devicegate. */
@NullMarked
package io.devicegate.gateway;

import org.jspecify.annotations.NullMarked;
