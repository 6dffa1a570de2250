package io.devicegate.sandbox.demo;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A newcomer at the terminal: what the README does with curl, done by a test. */
final class Newcomer {

  static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  static final String AUDIENCE = "https://api.sandbox.test";
  static final String SCOPE = "openid profile email offline_access catalogue:read";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final DemoSettings settings;

  Newcomer(DemoSettings settings) {
    this.settings = settings;
  }

  /** An answer, with its body read as JSON where it is JSON. */
  record Answer(int status, HttpResponse<String> response) {

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String text() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answer requestCode(String client) throws IOException, InterruptedException {
    return requestCode(client, SCOPE);
  }

  Answer requestCode(String client, String scope) throws IOException, InterruptedException {
    return requestCode(client, scope, AUDIENCE);
  }

  Answer requestCode(String client, String scope, String audience)
      throws IOException, InterruptedException {
    return post(
        settings.issuer() + "oauth/device/code",
        Map.of("client_id", client, "audience", audience, "scope", scope));
  }

  Answer poll(String client, String deviceCode) throws IOException, InterruptedException {
    return token(
        Map.of("grant_type", DEVICE_GRANT, "device_code", deviceCode, "client_id", client));
  }

  /** Polls as often as a device may, until there are tokens or a final refusal. */
  Answer pollUntilAnswered(String client, String deviceCode) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(6))
        .until(() -> poll(client, deviceCode), Newcomer::isAnswered);
  }

  Answer token(Map<String, String> form) throws IOException, InterruptedException {
    return post(settings.issuer() + "oauth/token", form);
  }

  Answer callWithoutToken(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(settings.gateway() + path)));
  }

  Answer call(String path, String token) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(settings.gateway() + path))
            .header("Authorization", "Bearer " + token));
  }

  Answer buy(String item, String token) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(settings.gateway() + "/api/purchases"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"item\":\"" + item + "\"}")));
  }

  Answer dashboards(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(settings.dashboards() + path)));
  }

  /** What the tenant's log stream would deliver, with the token that the gateway expects. */
  Answer deliver(String events, String token) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(settings.dashboards() + "/ingest/auth0"))
            .header("Content-Type", "application/json")
            .header("Authorization", token)
            .POST(BodyPublishers.ofString(events)));
  }

  private Answer post(String url, Map<String, String> form)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form))));
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response);
  }

  private static boolean isAnswered(Answer answer) {
    String error = answer.json().path("error").asString("");
    return !error.equals("authorization_pending") && !error.equals("slow_down");
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
