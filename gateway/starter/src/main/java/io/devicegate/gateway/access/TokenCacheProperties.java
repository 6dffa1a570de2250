package io.devicegate.gateway.access;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * How verified tokens are remembered.
 *
 * @param maxSize memory for verified tokens, about; least used ones leave first
 * @param reverifyAfter time after which a remembered token's signature is verified again, so that a
 *     withdrawn key stops working
 * @param failureTtl time for which a broken login rule's refusal of a token is remembered
 * @param maxInFlight maximum number of tokens being checked at the same time
 */
@Validated
@ConfigurationProperties("devicegate.token.cache")
record TokenCacheProperties(
    @DefaultValue("64MB") DataSize maxSize,
    @DefaultValue("10m") Duration reverifyAfter,
    @DefaultValue("10s") Duration failureTtl,
    @DefaultValue("1000") int maxInFlight)
    implements Validator {

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
    if (cache.reverifyAfter.isNegative() || cache.reverifyAfter.isZero()) {
      errors.rejectValue("reverifyAfter", "invalid", "expected more than 0s");
    }
    if (cache.failureTtl.isNegative()) {
      errors.rejectValue("failureTtl", "invalid", "expected 0s or more");
    }
    if (cache.maxInFlight < 1) {
      errors.rejectValue("maxInFlight", "invalid", "expected 1 or more");
    }
  }
}
