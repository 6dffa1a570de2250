package io.devicegate.gateway.proof;

import io.devicegate.gateway.edge.TrustedNetworks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Where the certificate of a client is found, for tokens that are bound to it (RFC 8705).
 *
 * @param source connection, when the gateway ends mutual TLS itself, or a proxy's header:
 *     client-cert (RFC 9440), forwarded-client-cert (Envoy) or escaped-pem (nginx, Traefik)
 * @param header name of the header for escaped-pem
 * @param trustedProxies CIDR blocks of the proxies that write the header; from anybody else it is
 *     no certificate
 */
@Validated
@ConfigurationProperties("devicegate.client-certificate")
record CertificateProperties(
    @DefaultValue("connection") CertificateSource source,
    @Nullable String header,
    @DefaultValue List<String> trustedProxies)
    implements Validator {

  CertificateProperties {
    trustedProxies = List.copyOf(trustedProxies);
  }

  ClientCertificates finder() {
    return new ClientCertificates(source, header, TrustedNetworks.of(trustedProxies));
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == CertificateProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    CertificateProperties certificate = (CertificateProperties) target;
    try {
      var unused = certificate.finder();
    } catch (IllegalArgumentException e) {
      errors.reject("invalid", String.valueOf(e.getMessage()));
      return;
    }
    if (certificate.source != CertificateSource.CONNECTION
        && certificate.trustedProxies.isEmpty()) {
      errors.rejectValue(
          "trustedProxies",
          "empty",
          "expected the networks of the proxies that write the header: without them it is never"
              + " believed");
    }
  }
}
