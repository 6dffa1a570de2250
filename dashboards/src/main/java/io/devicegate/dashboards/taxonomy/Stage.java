package io.devicegate.dashboards.taxonomy;

import java.util.Locale;

/** The step of the device flow that an event tells about, in the order of the flow. */
public enum Stage {
  /** The device asks for a code. */
  REQUEST,
  /** The user enters the code. */
  ACTIVATION,
  /** The user logs in. */
  LOGIN,
  /** The user confirms the device. */
  CONFIRMATION,
  /** The device exchanges its code for tokens. */
  EXCHANGE,
  /** The device calls the API through the gateway. */
  CALL,
  /** The device renews its tokens. */
  REFRESH,
  /** Not a step of the device flow. */
  NONE;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name used in JSON, metrics and the store. */
  public String label() {
    return label;
  }
}
