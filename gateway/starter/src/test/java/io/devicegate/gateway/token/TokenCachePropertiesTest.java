package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

class TokenCachePropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(Settings.bind(Enabled.class, TokenCacheProperties.class))
        .isEqualTo(
            new TokenCacheProperties(
                DataSize.ofMegabytes(64),
                Duration.ofMinutes(10),
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                1000));
  }

  @Test
  void takesEveryProperty() {
    assertThat(
            Settings.bind(
                Enabled.class,
                TokenCacheProperties.class,
                "devicegate.token.cache.max-size=0B",
                "devicegate.token.cache.reverify-after=1m",
                "devicegate.token.cache.max-refused-size=2KB",
                "devicegate.token.cache.refused-ttl=5s",
                "devicegate.token.cache.failure-ttl=0s",
                "devicegate.token.cache.max-in-flight=1"))
        .isEqualTo(
            new TokenCacheProperties(
                DataSize.ofBytes(0),
                Duration.ofMinutes(1),
                DataSize.ofKilobytes(2),
                Duration.ofSeconds(5),
                Duration.ZERO,
                1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          maxSize       | -1B | expected 0B or more; 0B remembers nothing
          reverifyAfter | 0s  | expected more than 0s
          maxRefusedSize | -1B | expected 0B or more
          refusedTtl    | 0s  | expected more than 0s
          failureTtl    | -1s | expected 0s or more
          maxInFlight   | 0   | expected 1 or more
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.token.cache." + property + "=" + value))
        .containsExactly("devicegate.token.cache." + property + ": " + problem);
  }

  @EnableConfigurationProperties(TokenCacheProperties.class)
  static class Enabled {}
}
