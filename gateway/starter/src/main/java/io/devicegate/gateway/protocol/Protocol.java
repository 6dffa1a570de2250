package io.devicegate.gateway.protocol;

import java.util.Locale;

/** Whether a token came from the device flow. */
public enum Protocol {
  /** Evidence says that it did. */
  DEVICE,
  /** Evidence says that it came from another grant. */
  NOT_DEVICE,
  /** There is no evidence either way. */
  UNKNOWN;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** Name in logs and metrics, such as {@code not_device}. */
  public String wireName() {
    return wireName;
  }
}
