/** The text of rules: where in it something is wrong, and what. */
@NullMarked
package io.devicegate.rules.source;

import org.jspecify.annotations.NullMarked;
