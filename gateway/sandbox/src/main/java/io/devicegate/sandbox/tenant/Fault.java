package io.devicegate.sandbox.tenant;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be broken in the tenant on purpose, to see what becomes of it elsewhere. */
enum Fault {
  /** Passwords cannot be looked at: each login ends as it does when a directory does not answer. */
  CONNECTION_DOWN,
  /** The address of the keys answers 503. */
  KEYS_DOWN,
  /** The tenant's rate limit is used up: nobody gets a device code. */
  RATE_LIMITED,
  /** The log stream is paused; what happens meanwhile is delivered when it goes on. */
  STREAM_PAUSED,
  /** A filter of the log stream drops successful exchanges. */
  STREAM_FILTERED,
  /** The tenant's clock is ten minutes behind. */
  CLOCK_BEHIND;

  /** The name in addresses, such as {@code connection-down}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Fault> of(String label) {
    return Arrays.stream(values()).filter(fault -> fault.label().equals(label)).findFirst();
  }
}
