package io.devicegate.gateway.signal;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Signals of the detections.
 *
 * @param maxEntries maximum number of signals kept in memory; those that only observe, and of them
 *     those that expire first, are forgotten first
 * @param url feed to ask for signals, {@code /api/v1/signals} of the dashboards; without it signals
 *     come from dashboards in this process, if any
 * @param token secret sent to the feed as a bearer token, {@code devicegate.query.token} of the
 *     dashboards; none is sent when absent
 * @param pollInterval time between two polls of the feed
 * @param timeout longest wait for an answer of the feed
 * @param maxBackoff longest time between two polls while the feed fails
 * @param maxSize largest answer of the feed that is read
 * @param required whether requests that need a token are refused with 503 until it is known which
 *     signals hold; by default with a {@code url}, and not with dashboards in this process
 * @param staleAfter time without an answer of the feed after which the gateway's health says so
 */
@Validated
@ConfigurationProperties("devicegate.signals")
record SignalProperties(
    @DefaultValue("100000") int maxEntries,
    @Nullable URI url,
    @Nullable String token,
    @DefaultValue("2s") Duration pollInterval,
    @DefaultValue("5s") Duration timeout,
    @DefaultValue("30s") Duration maxBackoff,
    @DefaultValue("64MB") DataSize maxSize,
    @Nullable Boolean required,
    @DefaultValue("1m") Duration staleAfter)
    implements Validator {

  private static final int MOST = 1_000_000;

  /** What a header can carry. */
  private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  SignalProperties {
    token = token == null || token.isBlank() ? null : token.strip();
  }

  /** Without the token: settings end up in logs. */
  @Override
  public String toString() {
    return "SignalProperties[maxEntries=%d, url=%s, token=%s, pollInterval=%s, required=%s]"
        .formatted(maxEntries, url, token == null ? "none" : "set", pollInterval, required);
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == SignalProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    SignalProperties signals = (SignalProperties) target;
    if (signals.maxEntries < 1 || signals.maxEntries > MOST) {
      errors.rejectValue("maxEntries", "invalid", "expected 1 to " + MOST);
    }
    if (signals.url != null && !isHttp(signals.url)) {
      errors.rejectValue("url", "invalid", "expected an http or https URL with a host");
    }
    if (signals.token != null && !USABLE.matcher(signals.token).matches()) {
      errors.rejectValue("token", "invalid", "expected visible ASCII characters without a space");
    }
    within(errors, "pollInterval", signals.pollInterval, Duration.ofMillis(100), hours(1));
    within(errors, "timeout", signals.timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    within(errors, "maxBackoff", signals.maxBackoff, Duration.ofMillis(100), hours(1));
    within(errors, "staleAfter", signals.staleAfter, Duration.ofSeconds(1), hours(24));
    long size = signals.maxSize.toBytes();
    if (size < 1_024 || size > DataSize.ofGigabytes(1).toBytes()) {
      errors.rejectValue("maxSize", "invalid", "expected 1KB to 1GB");
    }
  }

  /** Tells whether nobody is let through before it is known which signals hold. */
  boolean areRequired() {
    return required == null ? url != null : required;
  }

  private static boolean isHttp(URI url) {
    return url.getHost() != null
        && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
  }

  private static void within(
      Errors errors, String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      errors.rejectValue(name, "invalid", "expected " + text(least) + " to " + text(most));
    }
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }
}
