package io.devicegate.sandbox.device;

import java.io.ByteArrayOutputStream;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The few kinds of requests that a device sends. Bounded in time and size; follows no redirect. */
public final class Web {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_BODY = 1 << 20;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1) // No h2c upgrade headers on plain connections.
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public Answer get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).GET());
  }

  public Answer getWithToken(URI uri, String token) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).GET());
  }

  public Answer post(URI uri, Map<String, String> form) throws IOException, InterruptedException {
    return post(uri, form, Map.of());
  }

  public Answer post(URI uri, Map<String, String> form, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    headers.forEach(request::header);
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  public Answer request(String method, URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()));
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    CompletableFuture<HttpResponse<Void>> exchange =
        client.sendAsync(
            request
                .header("Accept", "application/json")
                .header("User-Agent", "devicegate-sandbox-cli")
                .build(),
            BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> append(body, bytes))));
    try {
      // The whole exchange, body included; HttpRequest's own timeout ends with the headers.
      int status = exchange.get(ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode();
      return Answer.of(status, body.toString(StandardCharsets.UTF_8));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + ANSWER_TIMEOUT.toSeconds() + " s", e);
    } finally {
      exchange.cancel(true);
    }
  }

  private static void append(ByteArrayOutputStream body, byte[] part) {
    if (body.size() + part.length > MAX_BODY) {
      throw new IllegalStateException("answer longer than " + MAX_BODY + " bytes");
    }
    body.writeBytes(part);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
