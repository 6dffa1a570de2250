package io.devicegate.sandbox.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesControllerIT {

  private final HttpClient client = HttpClient.newHttpClient();
  private ViewServer server;

  @BeforeAll
  void start() {
    server =
        ViewServer.start(
            "devicegate.sandbox.pages.gateway-url=http://gateway.test:8080/",
            "devicegate.sandbox.pages.issuer=http://tenant.test/",
            "devicegate.sandbox.pages.scope=openid catalogue:read");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/playground", "/tv"})
  void pageKnowsItsTenantAndGatewayAndMayConnectToNothingElse(String path) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains(
            "data-issuer=\"http://tenant.test/\"",
            "data-gateway=\"http://gateway.test:8080\"",
            "data-client-id=\"sandbox-tv\"",
            "data-audience=\"https://api.sandbox.test\"",
            "data-scope=\"openid catalogue:read\"");
    assertThat(response.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith(
            "default-src 'self'; connect-src 'self' http://tenant.test http://gateway.test:8080;");
  }

  @Test
  void drawsTheActivationUrl() throws Exception {
    String url = "http://tenant.test/activate?user_code=WDJB-MJHT";
    HttpResponse<String> response = qr(url);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("image/svg+xml");
    assertThat(SvgScanner.read(response.body())).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "http://evil.test/activate",
        "http://tenant.test/login",
        "http://tenant.test/activate/../login",
        "http://tenant.test.evil.test/activate",
        "http://tenant.test/activate?user_code=A&next=http://evil.test",
        "http://tenant.test/activate#x",
        "javascript:alert(1)"
      })
  void drawsNothingElse(String text) throws Exception {
    HttpResponse<String> response = qr(text);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("text: ").contains("(expected: http://tenant.test/");
  }

  @Test
  void refusesLongTextAndNone() throws Exception {
    assertThat(qr("http://tenant.test/activate?user_code=" + "A".repeat(500)).body())
        .startsWith("text: longer than 200 characters");
    assertThat(get("/qr.svg").body()).startsWith("text: missing");
  }

  private HttpResponse<String> qr(String text) throws IOException, InterruptedException {
    return get("/qr.svg?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
  }
}
