package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** Raw bytes to a real server: what a client library would repair before it sent it. */
@Timeout(60)
class CanonicalPathFilterIT {

  /** What came through to the routes: method, target and override header as they see them. */
  private final List<String> routed = new CopyOnWriteArrayList<>();

  private final List<String> recorded = new CopyOnWriteArrayList<>();
  private DisposableServer server;

  @BeforeEach
  void start() {
    server = FilteredServer.start(new CanonicalPathFilter(this::refuse), this::route);
  }

  @AfterEach
  void stop() {
    server.disposeNow();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "/api/catalogue, /api/catalogue",
    "/api/catalogue/?q=a%2Fb, /api/catalogue/?q=a%2Fb",
    "/%7euser/%c3%a9, /~user/%C3%A9",
    "/%41dmin?x=%c3, /Admin?x=%c3",
    "http://api.example/things?x=1, /things?x=1",
  })
  void theRouteSeesTheCanonicalPath(String target, String seen) throws IOException {
    assertThat(status(send("GET " + target, "Host: api.example"))).isEqualTo(200);
    assertThat(routed).containsExactly("GET " + seen + " []");
    assertThat(recorded).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//admin",
        "/public/../admin",
        "/public/%2e%2e/admin",
        "/public%2fadmin",
        "/public%252fadmin",
        "/public%5cadmin",
        "/admin;a=b",
        "/public;/..;/admin",
        "/admin%00",
        "/admin#/public",
        "/public?x#y",
        "/admin.",
        "/admin%20",
        "/public%c0%afadmin",
        "/cafe%CC%81",
        "*"
      })
  void anAmbiguousPathIsAnsweredBeforeTheRoutes(String target) throws IOException {
    assertThat(status(send("GET " + target, "Host: api.example"))).isEqualTo(400);
    assertThat(recorded).hasSize(1).allMatch(line -> line.startsWith("PATH_AMBIGUOUS "));
    assertThat(routed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/public\\admin", "/a\u0001b", "/caf\u00e9", "/%zz", "/a|b", "/a\tb"})
  void whatIsNoUrlNeverReachesTheRoutes(String target) throws IOException {
    assertThat(status(send("GET " + target, "Host: api.example"))).isEqualTo(400);
    assertThat(routed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE /a", "get /a", "Get /a", "TRACK /a"})
  void refusedMethodsAreAnsweredBeforeTheRoutes(String line) throws IOException {
    assertThat(status(send(line, "Host: api.example"))).isEqualTo(405);
    assertThat(recorded).containsExactly("METHOD_REFUSED method");
    assertThat(routed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/a, 'Host: a|Host: a'",
    "/a, 'Host: a|Host: b'",
    "http://evil.example/a, 'Host: api.example'",
    "/a, 'Host: api/x?'",
    "/a, 'Host: u@api'",
  })
  void ambiguousHostsNeverReachTheRoutes(String target, String hosts) throws IOException {
    assertThat(status(send("GET " + target, hosts.split("\\|")))).isEqualTo(400);
    assertThat(routed).isEmpty();
  }

  @Test
  void dropsHeadersThatOverrideTheMethod() throws IOException {
    send(
        "GET /a",
        "Host: api.example",
        "X-HTTP-Method-Override: DELETE",
        "x_http_method: DELETE",
        "X-Method-Override: DELETE",
        "X-Original-URL: /method",
        "X-Method: kept");

    assertThat(routed).containsExactly("GET /a [x-method]");
  }

  private Mono<Void> route(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    String query = request.getURI().getRawQuery();
    List<String> methods =
        request.getHeaders().headerNames().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> name.contains("method"))
            .toList();
    String target = request.getPath().value() + (query == null ? "" : "?" + query);
    assertThat(request.getURI().getRawPath()).isEqualTo(request.getPath().value());
    routed.add(request.getMethod() + " " + target + " " + methods);
    exchange.getResponse().setStatusCode(HttpStatus.OK);
    return exchange.getResponse().setComplete();
  }

  private Mono<Void> refuse(ServerWebExchange exchange, Reason reason, String doubt) {
    recorded.add(reason + " " + doubt);
    exchange.getResponse().setRawStatusCode(reason.status());
    return exchange.getResponse().setComplete();
  }

  private String send(String requestLine, String... headers) throws IOException {
    String request =
        requestLine
            + " HTTP/1.1\r\n"
            + String.join("\r\n", headers)
            + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }
}
