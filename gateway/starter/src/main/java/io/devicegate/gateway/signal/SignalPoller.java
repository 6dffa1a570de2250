package io.devicegate.gateway.signal;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.devicegate.gateway.telemetry.SignalMetrics;
import io.devicegate.gateway.token.LimitedBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the dashboards of another process for the signals that hold, over and over, on one thread of
 * its own.
 *
 * <p>While the feed is away, or says that it does not know yet, the cache keeps what it has until
 * that expires, and requests go on being decided by it. The pause between two attempts doubles up
 * to the bound.
 */
public final class SignalPoller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SignalPoller.class);

  private static final String SUCCESS = "success";
  private static final long CLOSE_MILLIS = 2_000;

  private final URI url;
  private final SignalProperties properties;
  private final SignalCache cache;
  private final SignalMetrics metrics;
  private final SignalFeedReader reader;
  private final Clock clock;
  private final HttpClient client;
  private final Thread worker;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Instant lastContact;
  private volatile String lastResult = "none yet";
  private @Nullable String tag;

  SignalPoller(SignalProperties properties, SignalCache cache, SignalMetrics metrics, Clock clock) {
    this.url = requireNonNull(properties.url(), "url");
    this.properties = properties;
    this.cache = cache;
    this.metrics = metrics;
    this.reader = new SignalFeedReader(metrics);
    this.clock = clock;
    this.lastContact = clock.instant();
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(properties.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.worker = new Thread(this::run, "devicegate-signals");
    this.worker.setDaemon(true);
    metrics.sinceContact(() -> sinceContact().toMillis() / 1_000.0);
  }

  void start() {
    worker.start();
  }

  /** Returns how long ago the feed last answered, or how long ago the start was. */
  public Duration sinceContact() {
    return Duration.between(lastContact, clock.instant());
  }

  /** Returns what came of the last attempt: {@code success}, or why it failed. */
  public String lastResult() {
    return lastResult;
  }

  @Override
  public void close() {
    closed.countDown();
    worker.interrupt();
    try {
      worker.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = properties.pollInterval();
    try {
      do {
        String result = poll();
        pause = result.equals(SUCCESS) ? properties.pollInterval() : longer(pause);
        note(result);
      } while (!closed.await(pause.toMillis(), MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration longer(Duration pause) {
    Duration most =
        properties.maxBackoff().compareTo(properties.pollInterval()) < 0
            ? properties.pollInterval()
            : properties.maxBackoff();
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(most) < 0 ? twice : most;
  }

  private void note(String result) {
    metrics.polled(result);
    if (!result.equals(lastResult)) {
      if (result.equals(SUCCESS)) {
        log.info("The feed of signals answers");
      } else {
        log.warn("The feed of signals {} fails: {}; known signals hold on", url, result);
      }
    }
    lastResult = result;
  }

  private String poll() throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = send();
      if (answer.statusCode() != 304) {
        if (answer.statusCode() != 200) {
          return "status_" + answer.statusCode();
        }
        cache.replaceAll(reader.read(answer.body()));
        tag = answer.headers().firstValue("ETag").orElse(null);
      }
      lastContact = clock.instant();
      return SUCCESS;
    } catch (ExecutionException e) {
      return isTimeout(e.getCause()) ? "timeout" : "network";
    } catch (IllegalArgumentException e) {
      return "malformed";
    }
  }

  private HttpResponse<byte[]> send() throws InterruptedException, ExecutionException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(properties.timeout())
            .header("Accept", "application/json");
    if (properties.token() != null) {
      request.header("Authorization", "Bearer " + properties.token());
    }
    if (tag != null) {
      request.header("If-None-Match", tag);
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(
            request.build(),
            info -> new LimitedBody(Math.toIntExact(properties.maxSize().toBytes())));
    // The request's own time-out ends with the headers; a body may drip on behind them.
    return exchange
        .copy()
        .orTimeout(properties.timeout().toMillis(), MILLISECONDS)
        .whenComplete((answer, failure) -> exchange.cancel(true))
        .get();
  }

  private static boolean isTimeout(@Nullable Throwable cause) {
    return cause instanceof HttpTimeoutException || cause instanceof TimeoutException;
  }
}
