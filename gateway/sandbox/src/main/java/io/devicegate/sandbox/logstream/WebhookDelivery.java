package io.devicegate.sandbox.logstream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends the log to an HTTP receiver: each event at least once, in order, in batches.
 *
 * <p>One thread reads the log at its own pace, so no login ever waits for a receiver. Only an
 * answer of 2xx moves it on; anything else is retried with growing waits for as long as it takes.
 * What the log drops meanwhile because its ring is full is counted and reported, not kept.
 */
final class WebhookDelivery implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(2);

  private final TenantLog log;
  private final LogStream stream;
  private final LogStreamProperties.Webhook settings;
  private final URI url;
  private final WebhookBody body;
  private final HttpClient http;

  private volatile Thread worker = new Thread(() -> {});
  private volatile boolean running;

  WebhookDelivery(
      TenantLog log,
      LogStream stream,
      LogStreamProperties.Webhook settings,
      URI url,
      WebhookBody body) {
    this.log = log;
    this.stream = stream;
    this.settings = settings;
    this.url = url;
    this.body = body;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .build();
  }

  @Override
  public void start() {
    running = true;
    worker = new Thread(this::deliver, "tenant-log-webhook");
    worker.setDaemon(true);
    worker.start();
  }

  @Override
  public void stop() {
    running = false;
    worker.interrupt();
    try {
      worker.join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void deliver() {
    String checkpoint = "";
    long delivered = 0;
    int failures = 0;
    try {
      while (running) {
        List<LogEntry> batch = log.awaitAfter(checkpoint, body.batch(settings.batch()), IDLE);
        if (batch.isEmpty() || !stream.awaitActive(IDLE)) {
          continue;
        }
        if (!accepted(batch.stream().filter(stream::passes).toList(), failures)) {
          failures++;
          Thread.sleep(wait(failures).toMillis());
          continue;
        }
        reportGap(batch.get(0).sequence() - delivered - 1);
        LogEntry last = batch.get(batch.size() - 1);
        checkpoint = last.logId();
        delivered = last.sequence();
        failures = 0;
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped while delivering the tenant log");
    }
  }

  private boolean accepted(List<LogEntry> batch, int failures) throws InterruptedException {
    if (batch.isEmpty()) {
      return true;
    }
    try {
      int status = http.send(request(batch), HttpResponse.BodyHandlers.discarding()).statusCode();
      boolean accepted = status >= 200 && status < 300;
      if (!accepted) {
        report(failures, "answered " + status);
      }
      return accepted;
    } catch (IOException | RuntimeException e) {
      // Whatever it was, the thread must live: without it nothing is ever delivered again.
      report(failures, e.getClass().getSimpleName());
      return false;
    }
  }

  /** Once per outage: the receiver of a sandbox is often just not started yet. */
  private void report(int failures, String what) {
    if (failures == 0) {
      LOG.warn(
          "The receiver of the tenant log, {}, {}; retrying until it takes the events", url, what);
    }
  }

  private void reportGap(long dropped) {
    if (dropped > 0) {
      LOG.warn(
          "{} events were dropped before they could be delivered;"
              + " devicegate.sandbox.log-stream.capacity is too small for the outage",
          dropped);
    }
  }

  private Duration wait(int failures) {
    int doublings = Math.min(failures - 1, 20);
    Duration wait = settings.backoff().multipliedBy(1L << doublings);
    return wait.compareTo(settings.maxBackoff()) < 0 ? wait : settings.maxBackoff();
  }

  private HttpRequest request(List<LogEntry> batch) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(settings.timeout())
            .header("Content-Type", settings.contentType())
            .POST(HttpRequest.BodyPublishers.ofString(body.of(batch)));
    if (settings.authorization() != null) {
      request.header("Authorization", settings.authorization());
    }
    return request.build();
  }
}
