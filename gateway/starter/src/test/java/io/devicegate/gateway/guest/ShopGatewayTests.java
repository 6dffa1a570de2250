package io.devicegate.gateway.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.RecordingUpstream.Request;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The guest's own tests. */
@DirtiesContext
@SpringBootTest(
    classes = ShopGateway.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "spring.config.location=classpath:guest/application.yaml")
abstract class ShopGatewayTests {

  static final RecordingUpstream UPSTREAM = new RecordingUpstream();

  @LocalServerPort private int port;

  private WebTestClient client;

  @DynamicPropertySource
  static void upstream(DynamicPropertyRegistry properties) {
    properties.add("shop.upstream", UPSTREAM::url);
  }

  @BeforeEach
  void reset() {
    UPSTREAM.reset();
    client = client(this::addCredentials);
  }

  /** Adds whatever credentials devices have. */
  abstract void addCredentials(WebTestClient.Builder builder);

  WebTestClient client(Consumer<WebTestClient.Builder> credentials) {
    WebTestClient.Builder builder =
        WebTestClient.bindToServer().baseUrl("http://localhost:" + port);
    credentials.accept(builder);
    return builder.build();
  }

  @Test
  void routeInCodeIsStrippedAndMarked() {
    client
        .get()
        .uri("/catalogue/films?page=2")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("X-Served-By", "shop-gateway")
        .expectHeader()
        .valueEquals("X-Shop-Version", "7")
        .expectBody()
        .jsonPath("$.served")
        .isEqualTo(true);

    Request seen = UPSTREAM.request();
    assertThat(seen.target()).isEqualTo("/films?page=2");
    assertThat(seen.values("X-Shop")).containsExactly("north");
    assertThat(seen.values("X-Correlation")).containsExactly("c-1");
  }

  @Test
  void routeInYamlIsRewrittenByItsOwnFilter() {
    client.post().uri("/orders/17").bodyValue("one film").exchange().expectStatus().isOk();

    Request seen = UPSTREAM.request();
    assertThat(seen.target()).isEqualTo("/v2/orders/17");
    assertThat(seen.values("X-Stage")).containsExactly("test");
  }

  @Test
  void closedHostFallsBack() {
    client
        .get()
        .uri("/anything")
        .header("Host", "shop.closed.test")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .isEqualTo("closed today");
    assertThat(UPSTREAM.requests()).isEmpty();
  }

  @Test
  void adminPagesAreForAdmins() {
    client
        .get()
        .uri("/admin/report")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .valueEquals("WWW-Authenticate", "Basic realm=\"Realm\"");
    client
        .get()
        .uri("/admin/report")
        .headers(headers -> headers.setBasicAuth("root", "secret"))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .isEqualTo("all is well");
  }

  @Test
  void whatNoRouteHasIsNotFound() {
    client.get().uri("/nowhere").exchange().expectStatus().isNotFound();
    client.delete().uri("/orders/17").exchange().expectStatus().isNotFound();
  }
}
