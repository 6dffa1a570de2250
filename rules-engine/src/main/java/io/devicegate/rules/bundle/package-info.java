/** Folders of rules that are signed as a whole. */
@NullMarked
package io.devicegate.rules.bundle;

import org.jspecify.annotations.NullMarked;
