/** {@code devicegate-rules}: checks, tests, explains and signs rules from the command line. */
@NullMarked
package io.devicegate.rules.cli;

import org.jspecify.annotations.NullMarked;
