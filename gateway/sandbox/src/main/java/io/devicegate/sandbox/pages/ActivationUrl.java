package io.devicegate.sandbox.pages;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides which texts may become a QR code: the activation page of this tenant, with or without a
 * user code.
 */
final class ActivationUrl {

  /** Far longer than any activation URL, and still a QR code that a phone reads from a sofa. */
  static final int MAX_LENGTH = 200;

  private static final Pattern REST =
      Pattern.compile("activate(\\?user_code=[A-Za-z0-9%+ -]{1,40})?");

  private ActivationUrl() {}

  /** Why the text may not become a QR code; empty when it may. */
  static Optional<String> refuse(String text, String issuer) {
    String expected = " (expected: " + issuer + "activate, with or without ?user_code=)";
    if (text.isEmpty()) {
      return Optional.of("text: missing" + expected);
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.of("text: longer than " + MAX_LENGTH + " characters" + expected);
    }
    boolean ours =
        text.startsWith(issuer) && REST.matcher(text.substring(issuer.length())).matches();
    return ours
        ? Optional.empty()
        : Optional.of("text: not an activation URL of this tenant" + expected);
  }
}
