/** Rules that are used only when they are signed, whatever kind they are of. */
@NullMarked
package io.devicegate.gateway.bundle;

import org.jspecify.annotations.NullMarked;
