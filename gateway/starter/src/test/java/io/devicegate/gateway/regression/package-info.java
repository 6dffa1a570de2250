/**
 * Attacks and failures that gateways have had advisories for, each against a running gateway, by
 * number. Tests elsewhere that prove one of them carry its number too;
 * docs/internals/regressions.md lists all.
 */
@NullMarked
package io.devicegate.gateway.regression;

import org.jspecify.annotations.NullMarked;
