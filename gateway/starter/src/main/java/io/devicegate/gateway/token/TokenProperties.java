package io.devicegate.gateway.token;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Limits on tokens.
 *
 * @param maxSize longest token accepted
 */
@Validated
@ConfigurationProperties("devicegate.token")
public record TokenProperties(@DefaultValue("8KB") DataSize maxSize) implements Validator {

  private static final DataSize LARGEST = DataSize.ofKilobytes(64);

  @Override
  public boolean supports(Class<?> type) {
    return type == TokenProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    DataSize size = ((TokenProperties) target).maxSize();
    if (size.toBytes() < 1 || size.compareTo(LARGEST) > 0) {
      errors.rejectValue("maxSize", "invalid", "expected 1B to 64KB");
    }
  }
}
