/** The shapes that cross processes: what happened, and to whom. */
@NullMarked
package io.devicegate.rules.event;

import org.jspecify.annotations.NullMarked;
