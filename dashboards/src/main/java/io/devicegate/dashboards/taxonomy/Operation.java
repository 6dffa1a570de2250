package io.devicegate.dashboards.taxonomy;

import io.devicegate.rules.event.Event;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done to the system: the types of events of {@link Event#OPERATIONS}. */
public enum Operation {
  /** Something was deployed. Told by whoever deploys. */
  DEPLOY,
  /** An issuer signs with other keys. Told by the gateway that has fetched them. */
  KEYS_CHANGED,
  /** A gateway was started, with whatever program and settings it has since. */
  GATEWAY_STARTED;

  /** The type of the event. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The operation of that code, if it is one. */
  public static Optional<Operation> find(String code) {
    return Arrays.stream(values()).filter(known -> known.code().equals(code)).findFirst();
  }
}
