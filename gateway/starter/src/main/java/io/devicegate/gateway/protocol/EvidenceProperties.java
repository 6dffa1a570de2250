package io.devicegate.gateway.protocol;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * What is remembered of the device exchanges that an issuer's log tells of.
 *
 * @param maxExchanges maximum number of exchanges; the least used are forgotten first
 */
@Validated
@ConfigurationProperties("devicegate.evidence")
record EvidenceProperties(@DefaultValue("100000") int maxExchanges) implements Validator {

  private static final int MOST = 10_000_000;

  @Override
  public boolean supports(Class<?> type) {
    return type == EvidenceProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    int exchanges = ((EvidenceProperties) target).maxExchanges();
    if (exchanges < 1 || exchanges > MOST) {
      errors.rejectValue("maxExchanges", "invalid", "expected 1 to " + MOST);
    }
  }
}
