package io.devicegate.gateway.budget;

/** Complains of settings. */
final class Expect {

  private Expect() {}

  static void that(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
