package io.devicegate.dashboards.collector;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.validator.constraints.time.DurationMax;
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
 * @param poller settings of the reader of the tenant's log
 * @param doctor settings of the look at the tenant's log streams
 * @param queueCapacity maximum number of events that wait for their commit
 * @param commitTimeout time that a delivery may wait for its commit before it is told to come again
 * @param maxAhead how far the date of an event may be ahead of its arrival; one further ahead is
 *     rejected, since all others would be late beside it
 */
@Validated
@ConfigurationProperties("devicegate.collector")
public record CollectorProperties(
    @DefaultValue @Valid Webhook webhook,
    @DefaultValue @Valid Poller poller,
    @DefaultValue @Valid Doctor doctor,
    @DefaultValue("50000") @Positive int queueCapacity,
    @DefaultValue("10s") @DurationMin(millis = 100) Duration commitTimeout,
    @DefaultValue("5m") @DurationMin(seconds = 1) Duration maxAhead) {

  /** How far ahead an event's date may be where nothing else is configured. */
  public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

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

  /**
   * Settings of the look at the tenant's log streams.
   *
   * @param interval time between two looks; 1 minute to 1 day
   */
  public record Doctor(
      @DefaultValue("15m") @DurationMin(minutes = 1) @DurationMax(days = 1) Duration interval) {}

  /**
   * Settings of the reader of a tenant's log by the Management API.
   *
   * @param enabled whether the log is read; when not, address and credentials serve the doctor
   *     alone
   * @param url address of the tenant, such as {@code https://example.eu.auth0.com}; nothing is read
   *     when absent
   * @param clientId machine-to-machine application that may {@code read:logs}
   * @param clientSecret secret of that application
   * @param token access token to use in place of the application; it cannot be renewed
   * @param audience identifier of the Management API; that of the tenant's address when absent
   * @param take maximum number of events to ask for at once
   * @param interval time between two readings when there is nothing more to read
   * @param overlap how far back is read again, for events that came into the log late; 0 for never
   * @param startAt when to begin if nothing was read before; the overlap ago when absent
   * @param timeout time that one answer of the tenant may take
   * @param maxBackoff longest pause after failures, and longest wait that the tenant may ask for
   */
  public record Poller(
      @DefaultValue("true") boolean enabled,
      @Nullable URI url,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable String token,
      @Nullable String audience,
      @DefaultValue("100") @Min(1) @Max(100) int take,
      @DefaultValue("15s") @DurationMin(millis = 100) Duration interval,
      @DefaultValue("10m") @DurationMin(nanos = 0) @DurationMax(days = 1) Duration overlap,
      @Nullable Instant startAt,
      @DefaultValue("10s") @DurationMin(millis = 100) Duration timeout,
      @DefaultValue("2m") @DurationMin(millis = 100) @DurationMax(hours = 1) Duration maxBackoff) {

    private static final String PREFIX = "devicegate.collector.poller.";

    public Poller {
      clientId = blankToNull(clientId);
      clientSecret = blankToNull(clientSecret);
      token = blankToNull(token);
      audience = blankToNull(audience);
      if (token != null && !TenantToken.isUsable(token)) {
        throw new IllegalArgumentException(
            PREFIX + "token: it has characters that no access token has (expected: RFC 6750)");
      }
      if (url != null) {
        url = SafeOrigin.of(url, PREFIX + "url", "the tenant's domain");
        boolean application = clientId != null && clientSecret != null;
        if (application == (token != null) || (clientId == null) != (clientSecret == null)) {
          throw new IllegalArgumentException(
              PREFIX
                  + "client-id: expected it with client-secret, or else "
                  + PREFIX
                  + "token alone");
        }
      }
    }

    /** Without secret and token: settings end up in logs. */
    @Override
    public String toString() {
      return "Poller[url=%s, clientId=%s, clientSecret=%s, token=%s, take=%d, interval=%s]"
          .formatted(url, clientId, shown(clientSecret), shown(token), take, interval);
    }

    private static String shown(@Nullable String secret) {
      return secret == null ? "none" : "set";
    }

    private static @Nullable String blankToNull(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }
  }
}
