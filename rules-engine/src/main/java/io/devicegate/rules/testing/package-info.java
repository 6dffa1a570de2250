/** Runs the tests that stand beside the rules, and says how much of the rules they reach. */
@NullMarked
package io.devicegate.rules.testing;

import org.jspecify.annotations.NullMarked;
