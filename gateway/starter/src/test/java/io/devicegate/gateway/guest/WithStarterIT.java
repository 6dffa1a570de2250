package io.devicegate.gateway.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.TestTokens;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The guest with the starter: three lines of configuration, and its devices send the tokens that
 * they have.
 */
class WithStarterIT extends ShopGatewayTests {

  private static final FakeIssuer ISSUER = new FakeIssuer();

  @DynamicPropertySource
  static void starter(DynamicPropertyRegistry properties) {
    properties.add("devicegate.tenants[0].name", () -> "shop");
    properties.add("devicegate.tenants[0].issuer", ISSUER::issuer);
    properties.add("devicegate.tenants[0].audiences", () -> TestTokens.AUDIENCE);
  }

  @AfterAll
  static void close() {
    ISSUER.close();
  }

  @Override
  void addCredentials(WebTestClient.Builder builder) {
    String marked =
        ISSUER
            .tokens()
            .with(claims -> claims.claim(TestTokens.PROTOCOL_CLAIM, "oauth2-device-code"));
    builder.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + marked);
  }

  @Test
  void everyRouteOfTheGuestNowNeedsADeviceToken() {
    String machine = "Bearer " + ISSUER.tokens().machine();
    for (String path : List.of("/catalogue/films", "/orders/17")) {
      client(builder -> {})
          .get()
          .uri(path)
          .exchange()
          .expectStatus()
          .isUnauthorized()
          .expectBody()
          .jsonPath("$.reason")
          .isEqualTo("token_missing");
      client(builder -> builder.defaultHeader(HttpHeaders.AUTHORIZATION, machine))
          .get()
          .uri(path)
          .exchange()
          .expectStatus()
          .isForbidden();
    }
    assertThat(UPSTREAM.requests()).isEmpty();
  }

  @Test
  void upstreamOfTheGuestLearnsWhoAsks() {
    client(this::addCredentials).get().uri("/catalogue/films").exchange().expectStatus().isOk();

    assertThat(UPSTREAM.request().values("X-Device-Subject")).containsExactly(TestTokens.SUBJECT);
  }
}
