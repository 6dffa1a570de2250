package io.devicegate.dashboards.collector;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Event intake settings.
 *
 * @param webhook settings of the log-stream webhook
 * @param queueCapacity maximum number of events that wait for their commit
 * @param commitTimeout time that a delivery may wait for its commit before it is told to come again
 * @param maxAhead how far the date of an event may be ahead of its arrival; one further ahead is
 *     rejected, since all others would be late beside it
 */
@Validated
@ConfigurationProperties("devicegate.collector")
public record CollectorProperties(
    @DefaultValue @Valid Webhook webhook,
    @DefaultValue("50000") @Positive int queueCapacity,
    @DefaultValue("10s") @DurationMin(millis = 100) Duration commitTimeout,
    @DefaultValue("5m") @DurationMin(seconds = 1) Duration maxAhead) {

  /** The full name of the property that holds the webhook's token. */
  public static final String TOKEN_PROPERTY = "devicegate.collector.webhook.token";

  /**
   * Log-stream webhook settings.
   *
   * @param token value that a delivery's Authorization header must equal, word for word; every
   *     delivery is refused when absent
   * @param maxBody maximum size of a delivery, after decompression; up to 64MB
   * @param maxRequests maximum number of deliveries that are read at the same time
   */
  public record Webhook(
      @Nullable String token,
      @DefaultValue("8MB") DataSize maxBody,
      @DefaultValue("8") @Positive @Max(256) int maxRequests) {

    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(64);

    public Webhook {
      token = token == null || token.isBlank() ? null : token;
      if (maxBody.toBytes() < 1 || maxBody.compareTo(LARGEST_BODY) > 0) {
        throw new IllegalArgumentException(
            "devicegate.collector.webhook.max-body: " + maxBody + " (expected: 1B to 64MB)");
      }
    }

    /** Without the token: settings end up in logs. */
    @Override
    public String toString() {
      return "Webhook[token=%s, maxBody=%s, maxRequests=%d]"
          .formatted(token == null ? "none" : "set", maxBody, maxRequests);
    }
  }
}
