package io.devicegate.gateway.edge;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * What every request must look like before it is routed.
 *
 * @param enabled whether paths, hosts, methods and forwarded headers are checked
 * @param refuseFormTokens whether a form body with an {@code access_token} is refused, on every
 *     route
 * @param trustedProxies CIDR blocks of the proxies in front of the gateway, whose forwarded header
 *     is believed; everybody else's is dropped
 * @param forwardedHeader the header that these proxies write; the other one is dropped
 * @param externalOrigins URLs under which clients know the gateway, such as {@code
 *     https://api.example.com}; without one, the request's host is believed
 */
@Validated
@ConfigurationProperties("devicegate.edge")
record EdgeProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("true") boolean refuseFormTokens,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("x-forwarded") ForwardedHeader forwardedHeader,
    @DefaultValue List<URI> externalOrigins)
    implements Validator {

  EdgeProperties {
    trustedProxies = List.copyOf(trustedProxies);
    externalOrigins = List.copyOf(externalOrigins);
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == EdgeProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    EdgeProperties edge = (EdgeProperties) target;
    check(errors, "trustedProxies", () -> TrustedNetworks.of(edge.trustedProxies));
    check(
        errors,
        "externalOrigins",
        () ->
            new ExternalOrigins(
                edge.externalOrigins, TrustedNetworks.none(), edge.forwardedHeader));
  }

  private static void check(Errors errors, String field, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      errors.rejectValue(field, "invalid", String.valueOf(e.getMessage()));
    }
  }
}
