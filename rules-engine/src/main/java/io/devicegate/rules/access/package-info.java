/** Access policies: whether one request may pass, on what conditions, and why. */
@NullMarked
package io.devicegate.rules.access;

import org.jspecify.annotations.NullMarked;
