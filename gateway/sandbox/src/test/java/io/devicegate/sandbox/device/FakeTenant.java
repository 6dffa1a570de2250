package io.devicegate.sandbox.device;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A tenant and an API that answer what the test scripted. Written for {@link SandboxCliIT}. */
final class FakeTenant implements AutoCloseable {

  /** What to answer; status 0 closes the connection without an answer. */
  record Scripted(int status, String body) {}

  static final Scripted PENDING =
      new Scripted(
          403,
          "{\"error\":\"authorization_pending\",\"error_description\":\"User has yet to authorize device code.\"}");
  static final Scripted SLOW_DOWN =
      new Scripted(
          429,
          "{\"error\":\"slow_down\",\"error_description\":\"You are polling faster than the specified interval of 5 seconds.\"}");
  static final Scripted NOTHING = new Scripted(0, "");
  static final Scripted TOKENS = tokens("access-one", "refresh-one");

  private final HttpServer server;
  private final Queue<Scripted> polls = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private Scripted code;
  private Scripted api = new Scripted(200, "[{\"id\":\"moon\",\"title\":\"A Trip to the Moon\"}]");
  private String issuer;

  FakeTenant() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = url("/");
    code =
        new Scripted(
            200,
            """
            {"device_code":"the-device-code","user_code":"WDJB-MJHT","verification_uri":"%1$sactivate",
             "verification_uri_complete":"%1$sactivate?user_code=WDJB-MJHT","expires_in":900,"interval":5}
            """
                .formatted(issuer));
    server.createContext("/", this::answer);
    server.start();
  }

  static Scripted tokens(String access, String refresh) {
    return new Scripted(
        200,
        "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":86400}"
            .formatted(access, refresh));
  }

  static Scripted error(int status, String error, String description) {
    return new Scripted(
        status, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, description));
  }

  FakeTenant polls(Scripted... answers) {
    polls.addAll(List.of(answers));
    return this;
  }

  FakeTenant code(Scripted answer) {
    code = answer;
    return this;
  }

  FakeTenant api(Scripted answer) {
    api = answer;
    return this;
  }

  FakeTenant issuer(String other) {
    issuer = other;
    return this;
  }

  /** Method, path, Authorization header and body of every request, in order. */
  List<String> requests() {
    return requests;
  }

  String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            authorization == null ? "-" : authorization,
            body));
    Scripted answer = scripted(exchange.getRequestURI().getPath());
    if (answer.status() != 0) {
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private Scripted scripted(String path) {
    return switch (path) {
      case "/.well-known/openid-configuration" ->
          new Scripted(
              200,
              """
              {"issuer":"%s","device_authorization_endpoint":"%s","token_endpoint":"%s","userinfo_endpoint":"%s"}
              """
                  .formatted(
                      issuer, url("/oauth/device/code"), url("/oauth/token"), url("/userinfo")));
      case "/oauth/device/code" -> code;
      case "/oauth/token" ->
          polls.isEmpty() ? error(403, "invalid_grant", "Nothing scripted") : polls.remove();
      case "/userinfo" -> new Scripted(200, "{\"sub\":\"auth0|alice\",\"name\":\"Alice Martin\"}");
      case "/api/catalogue" -> api;
      default -> new Scripted(404, "{}");
    };
  }
}
