package io.devicegate.gateway.introspection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A transport on the platform's own HTTP client, within the bounds of the settings. */
public final class JdkTransport implements IntrospectionTransport {

  private final HttpClient client;
  private final Duration timeout;
  private final int maxBytes;

  /** Creates a transport with the time-out and the size of the settings. */
  public JdkTransport(IntrospectionSettings settings) {
    this.timeout = settings.timeout();
    this.maxBytes = settings.maxAnswerBytes();
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public CompletableFuture<Answer> post(URI endpoint, Map<String, String> headers, String form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofString(form));
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<String>> sent =
        client.sendAsync(request.build(), info -> new BoundedText(maxBytes));
    CompletableFuture<Answer> answer = sent.thenApply(JdkTransport::answer);
    // The request's own time-out ends with the headers; a body may drip on behind them.
    return answer
        .orTimeout(timeout.toMillis(), MILLISECONDS)
        .whenComplete((done, failure) -> sent.cancel(true));
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("content-type").orElse(null),
        response.headers().firstValue("retry-after").orElse(null),
        response.body());
  }
}
