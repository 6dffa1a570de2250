package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

class EdgePropertiesTest {

  @Test
  void trustsNobodyUnlessToldSo() {
    EdgeProperties edge = Settings.bind(Enabled.class, EdgeProperties.class);

    assertThat(edge.enabled()).isTrue();
    assertThat(edge.refuseFormTokens()).isTrue();
    assertThat(edge.trustedProxies()).isEmpty();
    assertThat(edge.externalOrigins()).isEmpty();
    assertThat(edge.forwardedHeader()).isEqualTo(ForwardedHeader.X_FORWARDED);
  }

  @Test
  void namesEveryWrongProperty() {
    assertThat(
            Settings.problems(
                Enabled.class,
                "devicegate.edge.trusted-proxies=10.0.0.1/8",
                "devicegate.edge.external-origins=ftp://api.test"))
        .containsExactly(
            "devicegate.edge.trustedProxies: trusted network: 10.0.0.1/8 (expected: no bits set"
                + " behind the prefix)",
            "devicegate.edge.externalOrigins: external origin: ftp://api.test (expected: a URL"
                + " such as https://api.example.com)");
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(EdgeProperties.class)
  static class Enabled {}
}
