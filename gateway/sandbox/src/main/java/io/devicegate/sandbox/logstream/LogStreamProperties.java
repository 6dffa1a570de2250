package io.devicegate.sandbox.logstream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The tenant's log and its delivery.
 *
 * @param capacity number of events kept; the oldest are dropped beyond it
 * @param webhook delivery to an HTTP receiver
 */
@Validated
@ConfigurationProperties("devicegate.sandbox.log-stream")
public record LogStreamProperties(
    @DefaultValue("10000") @Positive int capacity, @DefaultValue @Valid Webhook webhook) {

  /**
   * Delivery to an HTTP receiver.
   *
   * @param url address to post to; nothing is delivered when absent
   * @param authorization value of the {@code Authorization} header, sent as it is
   * @param format layout of the body
   * @param contentType value of the {@code Content-Type} header
   * @param batch maximum number of events in one request
   * @param timeout time that one request may take
   * @param backoff wait after the first failure; doubles with each further one
   * @param maxBackoff longest wait after a failure
   */
  public record Webhook(
      @Nullable URI url,
      @Nullable String authorization,
      @DefaultValue("JSONARRAY") @NotNull WebhookFormat format,
      @DefaultValue("application/json") String contentType,
      @DefaultValue("100") @Positive int batch,
      @DefaultValue("10s") @DurationMin(millis = 1) Duration timeout,
      @DefaultValue("500ms") @DurationMin(millis = 1) Duration backoff,
      @DefaultValue("30s") @DurationMin(millis = 1) Duration maxBackoff) {

    public Webhook {
      if (url != null && !"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
        throw new IllegalArgumentException(
            "devicegate.sandbox.log-stream.webhook.url: " + url + " (expected: http or https)");
      }
    }
  }
}
