package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

class KeysPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(Settings.bind(Enabled.class, KeysProperties.class))
        .isEqualTo(
            new KeysProperties(
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                DataSize.ofKilobytes(256),
                100,
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                2,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1)));
  }

  @Test
  void takesEveryProperty() {
    assertThat(
            Settings.bind(
                Enabled.class,
                KeysProperties.class,
                "devicegate.keys.connect-timeout=2s",
                "devicegate.keys.response-timeout=4s",
                "devicegate.keys.max-size=1MB",
                "devicegate.keys.max-keys=10",
                "devicegate.keys.unknown-key-burst=5",
                "devicegate.keys.ttl=6m",
                "devicegate.keys.max-stale=0s",
                "devicegate.keys.unknown-key-cooldown=30s",
                "devicegate.keys.retry-after-failure=2s"))
        .isEqualTo(
            new KeysProperties(
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                DataSize.ofMegabytes(1),
                10,
                Duration.ofMinutes(6),
                Duration.ZERO,
                5,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          connectTimeout     | 0s    | expected 1ms to 1m
          connectTimeout     | 61s   | expected 1ms to 1m
          responseTimeout    | 0s    | expected 1ms to 1m
          responseTimeout    | 61s   | expected 1ms to 1m
          maxSize            | 0B    | expected 1B to 4MB
          maxSize            | 5MB   | expected 1B to 4MB
          maxKeys            | 0     | expected 1 to 1000
          unknownKeyBurst    | 0     | expected 1 to 100
          ttl                | 0s    | expected 1s to 24h
          ttl                | 25h   | expected 1s to 24h
          maxStale           | -1s   | expected 0s to 24h
          maxStale           | 25h   | expected 0s to 24h
          unknownKeyCooldown | 0s    | expected 1s to 1h
          unknownKeyCooldown | 2h    | expected 1s to 1h
          retryAfterFailure  | 1ms   | expected 10ms to 1m
          retryAfterFailure  | 61s   | expected 10ms to 1m
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.keys." + property + "=" + value))
        .containsExactly("devicegate.keys." + property + ": " + problem);
  }

  @EnableConfigurationProperties(KeysProperties.class)
  static class Enabled {}
}
