package io.devicegate.gateway.token;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Whose tokens the gateway accepts. Start fails unless at least one tenant is configured and each
 * is complete; every problem is reported at once, by the name of its property.
 *
 * @param enabled whether the gateway's routes are protected
 * @param tenants issuers whose tokens are accepted, each with its own rules
 */
@Validated
@ConfigurationProperties("devicegate")
record DevicegateProperties(
    @DefaultValue("true") boolean enabled, @DefaultValue List<Tenant> tenants)
    implements Validator {

  DevicegateProperties {
    tenants = List.copyOf(tenants);
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == DevicegateProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    TenantValidation.validate(((DevicegateProperties) target).tenants(), errors);
  }
}
