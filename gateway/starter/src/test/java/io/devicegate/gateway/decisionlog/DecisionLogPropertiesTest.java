package io.devicegate.gateway.decisionlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

class DecisionLogPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(Settings.bind(Enabled.class, DecisionLogProperties.class))
        .isEqualTo(
            new DecisionLogProperties(
                10_000, 500, DecisionLogProperties.Format.FIELDS, Duration.ofSeconds(5)));
  }

  @Test
  void takesEveryProperty() {
    assertThat(
            Settings.bind(
                Enabled.class,
                DecisionLogProperties.class,
                "devicegate.decision-log.queue-size=20",
                "devicegate.decision-log.batch-size=2",
                "devicegate.decision-log.close-timeout=0s"))
        .isEqualTo(
            new DecisionLogProperties(20, 2, DecisionLogProperties.Format.FIELDS, Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queueSize    | 9       | expected 10 to 1000000
          queueSize    | 1000001 | expected 10 to 1000000
          batchSize    | 0       | expected 1 to 10000
          batchSize    | 10001   | expected 1 to 10000
          closeTimeout | -1s     | expected 0s to 1m
          closeTimeout | 61s     | expected 0s to 1m
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(
            Settings.problems(Enabled.class, "devicegate.decision-log." + property + "=" + value))
        .containsExactly("devicegate.decision-log." + property + ": " + problem);
  }

  @EnableConfigurationProperties(DecisionLogProperties.class)
  static class Enabled {}
}
