package io.devicegate.gateway.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * How tokens are remembered.
 *
 * @param maxSize memory for verified tokens, about; least used ones leave first
 * @param reverifyAfter longest time for which a token's signature is not verified again; a
 *     withdrawn key ends it at once
 * @param maxRefusedSize memory for tokens with a bad signature, about
 * @param refusedTtl time for which a bad signature is remembered
 * @param failureTtl time for which a broken login rule's refusal of a token is remembered
 * @param maxInFlight maximum number of tokens being checked at the same time
 */
@Validated
@ConfigurationProperties("devicegate.token.cache")
public record TokenCacheProperties(
    @DefaultValue("64MB") DataSize maxSize,
    @DefaultValue("10m") Duration reverifyAfter,
    @DefaultValue("1MB") DataSize maxRefusedSize,
    @DefaultValue("10s") Duration refusedTtl,
    @DefaultValue("10s") Duration failureTtl,
    @DefaultValue("1000") int maxInFlight)
    implements Validator {

  TokenCacheSettings settings() {
    return new TokenCacheSettings(
        Math.max(1, maxSize.toBytes()),
        reverifyAfter,
        Math.max(1, maxRefusedSize.toBytes()),
        refusedTtl);
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == TokenCacheProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    TokenCacheProperties cache = (TokenCacheProperties) target;
    if (cache.maxSize.isNegative()) {
      errors.rejectValue("maxSize", "invalid", "expected 0B or more; 0B remembers nothing");
    }
    if (cache.maxRefusedSize.isNegative()) {
      errors.rejectValue("maxRefusedSize", "invalid", "expected 0B or more");
    }
    positive(errors, "reverifyAfter", cache.reverifyAfter);
    positive(errors, "refusedTtl", cache.refusedTtl);
    if (cache.failureTtl.isNegative()) {
      errors.rejectValue("failureTtl", "invalid", "expected 0s or more");
    }
    if (cache.maxInFlight < 1) {
      errors.rejectValue("maxInFlight", "invalid", "expected 1 or more");
    }
  }

  private static void positive(Errors errors, String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      errors.rejectValue(field, "invalid", "expected more than 0s");
    }
  }
}
