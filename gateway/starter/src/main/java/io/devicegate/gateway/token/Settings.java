package io.devicegate.gateway.token;

/** The one form in which this package complains about a setting: name, value, expectation. */
final class Settings {

  private Settings() {}

  static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(name, value, expected));
    }
  }
}
