package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.introspection.ClientAuthentication;
import io.devicegate.gateway.proof.ProofMode;
import io.devicegate.gateway.testing.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

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
            Tenant.of("test", "https://tenant.test/", Set.of("https://api.test"), Set.of()));
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
            TENANT + "max-lifetime=1h",
            TENANT + "additional-issuers=https://login.test/",
            TENANT + "preset=keycloak",
            TENANT + "format.client-claims=client",
            TENANT + "format.scope-claims=scopes",
            TENANT + "format.permission-claims=rights",
            TENANT + "format.types=jwt",
            TENANT + "format.type-required=true",
            TENANT + "format.high-s-allowed=false",
            TENANT + "keys.ttl=1m",
            TENANT + "dpop=required",
            TENANT + "certificate-bound=off",
            TENANT + "introspection.endpoint=https://tenant.test/introspect",
            TENANT + "introspection.token-prefix=tv_at_",
            TENANT + "introspection.client-id=gateway",
            TENANT + "introspection.client-secret=secret");

    assertThat(properties.enabled()).isFalse();
    assertThat(properties.tenants())
        .containsExactly(
            new Tenant(
                "test",
                "https://tenant.test/",
                Set.of("https://login.test/"),
                IssuerPreset.KEYCLOAK,
                new TokenFormat(
                    List.of("client"),
                    List.of("scopes"),
                    List.of("rights"),
                    Set.of("jwt"),
                    true,
                    false),
                Set.of("a", "b"),
                Set.of("PS256", "ES256"),
                Set.of("tv", "cli"),
                "https://example.com/grant",
                URI.create("https://keys.test/jwks"),
                new KeysProperties(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    DataSize.ofKilobytes(256),
                    100,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(15),
                    2,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1)),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                ProofMode.REQUIRED,
                ProofMode.OFF,
                new IntrospectionProperties(
                    URI.create("https://tenant.test/introspect"),
                    "tv_at_",
                    "gateway",
                    "secret",
                    ClientAuthentication.BASIC,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    DataSize.ofMegabytes(16),
                    256)));
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
          issuer         | http://tenant.test/       | expected an absolute URL with https
          additionalIssuers | tenant.test            | expected the token's iss exactly
          jwksUri        | keys                      | expected an absolute URL
          jwksUri        | http://keys.test/         | expected an absolute URL with https
          keys.ttl       | 0s                        | expected 1s to 24h
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
  void refusesIntrospectionThatCannotWork() {
    assertThat(
            Settings.problems(
                Enabled.class,
                Stream.concat(
                        Stream.of(LEAST),
                        Stream.of(TENANT + "introspection.endpoint=https://tenant.test/i"))
                    .toArray(String[]::new)))
        .containsExactly(
            "devicegate.tenants[0].introspection: client-id: (blank) (expected: the gateway's client"
                + " id at the issuer)");
  }

  @Test
  void refusesTwoIntrospectionsThatNoTokenTellsApart() {
    String second = "devicegate.tenants[1].";
    String[] properties =
        Stream.of(
                Stream.of(LEAST),
                Stream.of(second + "name=b", second + "issuer=https://b.test/"),
                Stream.of(second + "audiences=b"),
                Stream.of(TENANT, second)
                    .map(tenant -> tenant + "introspection.")
                    .flatMap(
                        each ->
                            Stream.of(
                                each + "endpoint=https://b.test/i",
                                each + "client-id=a",
                                each + "client-secret=b")))
            .flatMap(each -> each)
            .toArray(String[]::new);

    assertThat(Settings.problems(Enabled.class, properties))
        .singleElement()
        .asString()
        .startsWith("devicegate.tenants[1].introspection.tokenPrefix: another tenant has the same");
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
