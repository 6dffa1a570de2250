package io.devicegate.dashboards.collector;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a tenant, or to a server of ours: with a limit to their time and to the size of the
 * answer, and never redirected, since that would carry a token or a secret elsewhere.
 */
final class BoundedHttp {

  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient client;
  private final String peer;
  private final Duration timeout;
  private final int maxBytes;
  private final Clock clock;

  /**
   * Creates a client.
   *
   * @param peer who is asked, as a sentence about it begins
   * @param timeout limit to the time of one answer, with its body
   * @param maxBytes limit to the size of one answer
   */
  BoundedHttp(String peer, Duration timeout, int maxBytes, Clock clock) {
    this.peer = peer;
    this.timeout = timeout;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * Sends a request.
   *
   * @throws PollException if no whole answer came, or one of 429
   */
  HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws PollException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request.timeout(timeout).build(), info -> new BoundedBody(maxBytes));
    HttpResponse<byte[]> answer;
    try {
      // The request's own time-out ends with the headers; a body may drip on behind them.
      answer =
          exchange
              .copy()
              .orTimeout(timeout.toMillis(), MILLISECONDS)
              .whenComplete((done, failure) -> exchange.cancel(true))
              .get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      exchange.cancel(true);
    }
    if (answer.statusCode() == TOO_MANY_REQUESTS) {
      throw PollException.rateLimited(peer, retryAfter(answer.headers()).orElse(null));
    }
    return answer;
  }

  /** How long the next request has to wait, by the headers of the last answer. */
  Optional<Duration> exhausted(HttpHeaders headers) {
    return number(headers, "x-ratelimit-remaining").orElse(1) > 0
        ? Optional.empty()
        : untilReset(headers);
  }

  /** How long an answer asks to be patient, if it does. */
  Optional<Duration> retryAfter(HttpHeaders headers) {
    OptionalLong seconds = number(headers, "retry-after");
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
        : untilReset(headers);
  }

  private Optional<Duration> untilReset(HttpHeaders headers) {
    OptionalLong reset = number(headers, "x-ratelimit-reset");
    return reset.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.between(clock.instant(), Instant.ofEpochSecond(reset.getAsLong())));
  }

  /** Up to twelve digits: enough for any second, too few for an overflow. */
  private static OptionalLong number(HttpHeaders headers, String name) {
    String text = headers.firstValue(name).orElse("").strip();
    return text.matches("[0-9]{1,12}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private PollException failure(@Nullable Throwable cause) {
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return new PollException("timeout", peer + " did not answer in time");
    }
    if (cause instanceof BoundedBody.TooLong) {
      return new PollException("too_large", String.valueOf(cause.getMessage()));
    }
    String kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
    return new PollException("network", peer + " cannot be reached or hung up (" + kind + ")");
  }
}
