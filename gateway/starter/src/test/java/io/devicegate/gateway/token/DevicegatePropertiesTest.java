package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

class DevicegatePropertiesTest {

  private static final String TENANT = "devicegate.tenants[0].";
  private static final String[] LEAST = {
    TENANT + "name=test",
    TENANT + "issuer=https://tenant.test/",
    TENANT + "audiences=https://api.test"
  };

  @Test
  void hasDefaults() {
    DevicegateProperties properties = bind(LEAST);

    assertThat(properties.enabled()).isTrue();
    assertThat(properties.tenants())
        .containsExactly(
            new Tenant(
                "test",
                "https://tenant.test/",
                Set.of("https://api.test"),
                Set.of("RS256"),
                Set.of(),
                "https://devicegate.io/protocol",
                null,
                Duration.ofSeconds(30),
                Duration.ofDays(30)));
  }

  @Test
  void takesEveryProperty() {
    DevicegateProperties properties =
        bind(
            "devicegate.enabled=false",
            TENANT + "name=test",
            TENANT + "issuer=https://tenant.test/",
            TENANT + "audiences=a,b",
            TENANT + "algorithms=PS256,ES256",
            TENANT + "device-clients=tv,cli",
            TENANT + "protocol-claim=https://example.com/grant",
            TENANT + "jwks-uri=https://keys.test/jwks",
            TENANT + "clock-skew=5s",
            TENANT + "max-lifetime=1h");

    assertThat(properties.enabled()).isFalse();
    assertThat(properties.tenants())
        .containsExactly(
            new Tenant(
                "test",
                "https://tenant.test/",
                Set.of("a", "b"),
                Set.of("PS256", "ES256"),
                Set.of("tv", "cli"),
                "https://example.com/grant",
                URI.create("https://keys.test/jwks"),
                Duration.ofSeconds(5),
                Duration.ofHours(1)));
  }

  @Test
  void refusesNoTenantAtAll() {
    assertThat(Settings.problems(Enabled.class))
        .containsExactly(
            "devicegate.tenants: no tenant is configured, so no token could be accepted: set"
                + " devicegate.tenants[0].name, .issuer and .audiences, or"
                + " devicegate.enabled=false");
  }

  @Test
  void reportsEverythingMissingAtOnce() {
    assertThat(Settings.problems(Enabled.class, TENANT + "protocol-claim=x"))
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactly(
            "devicegate.tenants[0].name",
            "devicegate.tenants[0].issuer",
            "devicegate.tenants[0].audiences");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name           | with space                | expected a short name
          issuer         | tenant.test               | expected the token's iss exactly
          issuer         | ftp://tenant.test/        | expected the token's iss exactly
          issuer         | https://u:p@tenant.test/  | expected the token's iss exactly
          issuer         | https://tenant.test/?a=b  | expected the token's iss exactly
          issuer         | https://tenant.test/#a    | expected the token's iss exactly
          issuer         | https://ten ant.test/     | expected the token's iss exactly
          algorithms     | none                      | expected asymmetric signature algorithms
          algorithms     | HS256                     | expected asymmetric signature algorithms
          algorithms     | RS256,rs256               | expected asymmetric signature algorithms
          protocolClaim  | ' '                       | expected the name of a claim
          jwksUri        | keys                      | expected an absolute https URL
          clockSkew      | -1s                       | expected 0s to 5m
          clockSkew      | 6m                        | expected 0s to 5m
          maxLifetime    | 0s                        | expected more than 0s
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    String[] properties =
        Stream.concat(Stream.of(LEAST), Stream.of(TENANT + property + "=" + value))
            .toArray(String[]::new);

    assertThat(Settings.problems(Enabled.class, properties))
        .singleElement()
        .asString()
        .startsWith("devicegate.tenants[0]." + property + ": " + problem);
  }

  @Test
  void refusesBlankAudienceAndClient() {
    assertThat(
            Settings.problems(
                Enabled.class,
                TENANT + "name=test",
                TENANT + "issuer=https://tenant.test/",
                TENANT + "audiences[0]= ",
                TENANT + "device-clients[0]= "))
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactly("devicegate.tenants[0].audiences", "devicegate.tenants[0].deviceClients");
  }

  @Test
  void refusesTwoTenantsOfOneNameOrIssuer() {
    String second = "devicegate.tenants[1].";
    String[] properties =
        Stream.concat(
                Stream.of(LEAST),
                Stream.of(
                    second + "name=test",
                    second + "issuer=https://tenant.test/",
                    second + "audiences=b"))
            .toArray(String[]::new);

    assertThat(Settings.problems(Enabled.class, properties))
        .containsExactly(
            "devicegate.tenants[1].name: used by another tenant: choose another name",
            "devicegate.tenants[1].issuer: used by another tenant: join the two");
  }

  private static DevicegateProperties bind(String... properties) {
    return Settings.bind(Enabled.class, DevicegateProperties.class, properties);
  }

  @EnableConfigurationProperties(DevicegateProperties.class)
  static class Enabled {}
}
