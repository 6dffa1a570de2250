package io.devicegate.dashboards;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A process with the dashboards on random ports, and a browser's view of it. */
final class RunningDashboards implements AutoCloseable {

  static final String TOKEN = "test-token-of-the-stream";

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningDashboards(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts with a store in this file; settings are {@code name=value}. */
  static RunningDashboards start(Path store, String... settings) {
    List<String> ports =
        List.of("--management.server.port=0", "--management.server.address=127.0.0.1");
    return run(ports, store, settings);
  }

  /** Starts with the application's port for everything. */
  static RunningDashboards startOnOnePort(Path store, String... settings) {
    return run(List.of(), store, settings);
  }

  private static RunningDashboards run(List<String> ports, Path store, String... settings) {
    List<String> arguments = new ArrayList<>(ports);
    arguments.add("--server.port=0");
    arguments.add("--management.endpoints.web.exposure.include=health,prometheus");
    arguments.add("--management.endpoint.health.show-details=always");
    arguments.add("--spring.main.banner-mode=off");
    arguments.add("--devicegate.store.path=" + store);
    arguments.add("--devicegate.collector.webhook.token=" + TOKEN);
    for (String setting : settings) {
      arguments.add("--" + setting);
    }
    return new RunningDashboards(
        SpringApplication.run(TestApplication.class, arguments.toArray(String[]::new)));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int managementPort() {
    return context.getEnvironment().containsProperty("local.management.port")
        ? port("local.management.port")
        : serverPort();
  }

  int serverPort() {
    return port("local.server.port");
  }

  private int port(String property) {
    return context.getEnvironment().getRequiredProperty(property, Integer.class);
  }

  HttpResponse<String> post(String body) {
    return post(body.getBytes(StandardCharsets.UTF_8), "application/json", TOKEN);
  }

  HttpResponse<String> post(byte[] body, String contentType, String token, String... headers) {
    return post("/ingest/auth0", body, contentType, token, headers);
  }

  /** Tells of a deploy. */
  HttpResponse<String> postOperation(String body) {
    return post(
        "/ingest/operations", body.getBytes(StandardCharsets.UTF_8), "application/json", TOKEN);
  }

  private HttpResponse<String> post(
      String path, byte[] body, String contentType, String token, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", contentType)
            .header("Authorization", token)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + managementPort() + path);
  }

  @Override
  public void close() {
    context.close();
  }
}
