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
 * @param maxKeys largest number of keys in an answer
 * @param ttl time after which keys are fetched again, so that a withdrawn key stops working; a
 *     shorter max-age of the answer is honoured, down to a minute
 * @param maxStale time for which keys past their ttl still serve while the issuer cannot be reached
 * @param unknownKeyBurst number of fetches that tokens with unknown keys can cause at once
 * @param unknownKeyCooldown time after which such tokens can cause one more fetch, and for which a
 *     key is remembered as unknown
 * @param retryAfterFailure time after a failed fetch in which no other is tried; doubles with each
 *     further failure, up to a minute
 */
@Validated
@ConfigurationProperties("devicegate.keys")
public record KeysProperties(
    @DefaultValue("1s") Duration connectTimeout,
    @DefaultValue("3s") Duration responseTimeout,
    @DefaultValue("256KB") DataSize maxSize,
    @DefaultValue("100") int maxKeys,
    @DefaultValue("5m") Duration ttl,
    @DefaultValue("15m") Duration maxStale,
    @DefaultValue("2") int unknownKeyBurst,
    @DefaultValue("10s") Duration unknownKeyCooldown,
    @DefaultValue("1s") Duration retryAfterFailure)
    implements Validator {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MAX_UNKNOWN_REMEMBERED = 1_000;

  JwksSettings settings() {
    return new JwksSettings(
        ttl,
        ttl.compareTo(MINUTE) < 0 ? ttl : MINUTE,
        ttl.plus(maxStale),
        retryAfterFailure,
        MINUTE,
        new JwksSettings.UnknownKeys(
            unknownKeyBurst, unknownKeyCooldown, MAX_UNKNOWN_REMEMBERED, unknownKeyCooldown),
        new JwksSettings.Fetch(
            connectTimeout, responseTimeout, Math.toIntExact(maxSize.toBytes()), maxKeys));
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == KeysProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    ((KeysProperties) target).validate("", errors);
  }

  /** Reports what cannot be right, under a path that ends in a dot or is empty. */
  void validate(String path, Errors errors) {
    between(errors, path + "connectTimeout", connectTimeout, "1ms", "1m");
    between(errors, path + "responseTimeout", responseTimeout, "1ms", "1m");
    between(errors, path + "ttl", ttl, "1s", "24h");
    between(errors, path + "maxStale", maxStale, "0s", "24h");
    between(errors, path + "unknownKeyCooldown", unknownKeyCooldown, "1s", "1h");
    between(errors, path + "retryAfterFailure", retryAfterFailure, "10ms", "1m");
    between(errors, path + "maxKeys", maxKeys, 1_000);
    between(errors, path + "unknownKeyBurst", unknownKeyBurst, 100);
    if (maxSize.toBytes() < 1 || maxSize.compareTo(DataSize.ofMegabytes(4)) > 0) {
      errors.rejectValue(path + "maxSize", "invalid", "expected 1B to 4MB");
    }
  }

  private static void between(Errors errors, String field, int value, int most) {
    if (value < 1 || value > most) {
      errors.rejectValue(field, "invalid", "expected 1 to " + most);
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
