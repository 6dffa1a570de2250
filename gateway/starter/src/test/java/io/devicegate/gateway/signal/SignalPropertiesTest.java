package io.devicegate.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

class SignalPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(Settings.bind(Enabled.class, SignalProperties.class))
        .isEqualTo(
            new SignalProperties(
                100_000,
                null,
                null,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                DataSize.ofMegabytes(64),
                null,
                Duration.ofMinutes(1)));
  }

  @Test
  void takesEveryProperty() {
    assertThat(
            Settings.bind(
                Enabled.class,
                SignalProperties.class,
                "devicegate.signals.max-entries=7",
                "devicegate.signals.url=https://dashboards.test/api/v1/signals",
                "devicegate.signals.token=feed-words",
                "devicegate.signals.poll-interval=1s",
                "devicegate.signals.timeout=2s",
                "devicegate.signals.max-backoff=3s",
                "devicegate.signals.max-size=4MB",
                "devicegate.signals.required=false",
                "devicegate.signals.stale-after=5s"))
        .isEqualTo(
            new SignalProperties(
                7,
                URI.create("https://dashboards.test/api/v1/signals"),
                "feed-words",
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                DataSize.ofMegabytes(4),
                false,
                Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          maxEntries   | 0             | expected 1 to 1000000
          maxEntries   | 1000001       | expected 1 to 1000000
          url          | ftp://x.test/ | expected an http or https URL with a host
          url          | /signals      | expected an http or https URL with a host
          token        | two words     | expected visible ASCII characters without a space
          pollInterval | 99ms          | expected 0.1s to 1h
          pollInterval | 61m           | expected 0.1s to 1h
          timeout      | 99ms          | expected 0.1s to 1m
          timeout      | 61s           | expected 0.1s to 1m
          maxBackoff   | 99ms          | expected 0.1s to 1h
          maxBackoff   | 61m           | expected 0.1s to 1h
          maxSize      | 1023B         | expected 1KB to 1GB
          maxSize      | 1025MB        | expected 1KB to 1GB
          staleAfter   | 999ms         | expected 1s to 24h
          staleAfter   | 25h           | expected 1s to 24h
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.signals." + property + "=" + value))
        .containsExactly("devicegate.signals." + property + ": " + problem);
  }

  @Test
  void neverShowsTheToken() {
    assertThat(
            Settings.bind(
                    Enabled.class, SignalProperties.class, "devicegate.signals.token=feed-words")
                .toString())
        .contains("token=set")
        .doesNotContain("feed-words");
  }

  @EnableConfigurationProperties(SignalProperties.class)
  static class Enabled {}
}
