package io.devicegate.sandbox.device;

import java.time.Duration;

/**
 * The tenant's answer to a device authorization request (RFC 8628, section 3.2).
 *
 * @param completeUri the activation page with the code filled in, or without when the tenant gives
 *     none
 */
record DeviceCode(
    String code,
    String userCode,
    String uri,
    String completeUri,
    Duration lifetime,
    Duration interval) {

  private static final long DEFAULT_INTERVAL = 5;

  static DeviceCode of(Answer answer) throws DeviceFailure {
    String uri = required(answer, "verification_uri");
    return new DeviceCode(
        required(answer, "device_code"),
        required(answer, "user_code"),
        uri,
        answer.text("verification_uri_complete").orElse(uri),
        Duration.ofSeconds(positive(answer, "expires_in", 0)),
        Duration.ofSeconds(positive(answer, "interval", DEFAULT_INTERVAL)));
  }

  private static String required(Answer answer, String member) throws DeviceFailure {
    return answer
        .text(member)
        .orElseThrow(() -> DeviceFailure.network("The tenant's answer has no " + member + "."));
  }

  private static long positive(Answer answer, String member, long otherwise) throws DeviceFailure {
    long value = answer.json().path(member).asLong(otherwise);
    if (value <= 0) {
      throw DeviceFailure.network("The tenant's answer has no positive " + member + ".");
    }
    return value;
  }

  @Override
  public String toString() {
    return "DeviceCode[userCode=" + userCode + "]";
  }
}
