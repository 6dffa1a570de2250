package io.devicegate.sandbox.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PagesPropertiesTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Enabled.class);

  @Test
  void defaultsAreTheSandboxs() {
    runner.run(
        context ->
            assertThat(context.getBean(PagesProperties.class))
                .isEqualTo(
                    new PagesProperties(
                        null,
                        URI.create("http://localhost:8080"),
                        "sandbox-tv",
                        "https://api.sandbox.test",
                        "openid profile email offline_access catalogue:read")));
  }

  @Test
  void everyPropertyCanBeSet() {
    runner
        .withPropertyValues(
            "devicegate.sandbox.pages.issuer=https://tenant.test/",
            "devicegate.sandbox.pages.gateway-url=https://gateway.test",
            "devicegate.sandbox.pages.tv-client-id=tv",
            "devicegate.sandbox.pages.audience=urn:api",
            "devicegate.sandbox.pages.scope=openid")
        .run(
            context ->
                assertThat(context.getBean(PagesProperties.class))
                    .isEqualTo(
                        new PagesProperties(
                            URI.create("https://tenant.test/"),
                            URI.create("https://gateway.test"),
                            "tv",
                            "urn:api",
                            "openid")));
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, ftp://tenant.test/, devicegate.sandbox.pages.issuer",
    "issuer, https://tenant.test/path, devicegate.sandbox.pages.issuer",
    "gateway-url, localhost:8080, devicegate.sandbox.pages.gateway-url",
    "gateway-url, http://a.test?x=y, devicegate.sandbox.pages.gateway-url",
    "tv-client-id, '', tvClientId",
    "audience, '', audience",
    "scope, '', scope"
  })
  void invalidValueNamesItsProperty(String name, String value, String named) {
    runner
        .withPropertyValues("devicegate.sandbox.pages." + name + "=" + value)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(named));
  }

  @EnableConfigurationProperties(PagesProperties.class)
  static class Enabled {}
}
