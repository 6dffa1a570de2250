package io.devicegate.rules.testing;

/**
 * Whether tests reach a match of a policy.
 *
 * @param file the policy's file
 * @param match its label, such as {@code policy#2}
 * @param positive whether it decided in some test
 * @param negative whether it did not in some other
 */
public record Coverage(String file, String match, boolean positive, boolean negative) {

  int reached() {
    return (positive ? 1 : 0) + (negative ? 1 : 0);
  }
}
