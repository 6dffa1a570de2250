package io.devicegate.gateway.protocol;

/**
 * Which grant a token came from.
 *
 * @param protocol whether that was the device flow
 * @param name the protocol in Auth0's words, such as {@code oauth2-device-code}, or {@code unknown}
 * @param evidence what this rests on
 */
public record ProtocolGrade(Protocol protocol, String name, Evidence evidence) {

  /** Auth0's name of the device flow, as {@code context.protocol} of rules has it. */
  public static final String DEVICE_CODE = "oauth2-device-code";

  /** Name when nothing is known. */
  public static final String UNKNOWN_NAME = "unknown";

  /** Name of the grant in which nobody logs in. */
  static final String CLIENT_CREDENTIALS = "client-credentials";

  /** Whether nobody logged in for the token: it speaks for an application alone. */
  public boolean isWithoutUser() {
    return evidence.kind() == Evidence.Kind.CLIENT_SUBJECT || name.equals(CLIENT_CREDENTIALS);
  }
}
