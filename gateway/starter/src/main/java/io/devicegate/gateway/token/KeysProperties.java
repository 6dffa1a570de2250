package io.devicegate.gateway.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * How the issuers' keys are fetched and kept.
 *
 * @param connectTimeout longest wait for a connection to an issuer
 * @param responseTimeout longest wait for an issuer's whole answer
 * @param maxSize largest answer of an issuer that is read
 * @param ttl time after which keys are fetched again, so that a withdrawn key stops working
 * @param maxStale time for which keys past their ttl still serve while the issuer cannot be reached
 * @param unknownKeyCooldown shortest time between two fetches caused by tokens with unknown keys
 * @param retryAfterFailure time after a failed fetch in which no other is tried
 */
@Validated
@ConfigurationProperties("devicegate.keys")
record KeysProperties(
    @DefaultValue("1s") Duration connectTimeout,
    @DefaultValue("3s") Duration responseTimeout,
    @DefaultValue("256KB") DataSize maxSize,
    @DefaultValue("5m") Duration ttl,
    @DefaultValue("15m") Duration maxStale,
    @DefaultValue("10s") Duration unknownKeyCooldown,
    @DefaultValue("1s") Duration retryAfterFailure)
    implements Validator {

  @Override
  public boolean supports(Class<?> type) {
    return type == KeysProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    KeysProperties keys = (KeysProperties) target;
    between(errors, "connectTimeout", keys.connectTimeout, "1ms", "1m");
    between(errors, "responseTimeout", keys.responseTimeout, "1ms", "1m");
    between(errors, "ttl", keys.ttl, "1s", "24h");
    between(errors, "maxStale", keys.maxStale, "0s", "24h");
    between(errors, "unknownKeyCooldown", keys.unknownKeyCooldown, "1s", "1h");
    between(errors, "retryAfterFailure", keys.retryAfterFailure, "10ms", "1m");
    if (keys.maxSize.toBytes() < 1 || keys.maxSize.compareTo(DataSize.ofMegabytes(4)) > 0) {
      errors.rejectValue("maxSize", "invalid", "expected 1B to 4MB");
    }
  }

  private static void between(
      Errors errors, String field, Duration value, String least, String most) {
    if (value.compareTo(DurationStyle.detectAndParse(least)) < 0
        || value.compareTo(DurationStyle.detectAndParse(most)) > 0) {
      errors.rejectValue(field, "invalid", "expected " + least + " to " + most);
    }
  }
}
