package io.devicegate.sandbox.device;

import java.util.Optional;

/**
 * What the token endpoint handed out. Has no useful text form, so that no token ends up in a log.
 */
final class Tokens {

  private final String access;
  private final Optional<String> refresh;

  private Tokens(String access, Optional<String> refresh) {
    this.access = access;
    this.refresh = refresh;
  }

  static Tokens of(Answer answer) throws DeviceFailure {
    String access =
        answer
            .text("access_token")
            .orElseThrow(() -> DeviceFailure.network("The tenant's answer has no access_token."));
    return new Tokens(access, answer.text("refresh_token"));
  }

  String access() {
    return access;
  }

  Optional<String> refresh() {
    return refresh;
  }
}
