package io.devicegate.dashboards.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class DetectionPropertiesTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void haveDefaults() {
    runner.run(
        context ->
            assertThat(context.getBean(DetectionProperties.class))
                .isEqualTo(
                    new DetectionProperties(
                        null,
                        List.of(),
                        Duration.ofSeconds(5),
                        50_000,
                        250_000,
                        100_000,
                        Duration.ofMinutes(1),
                        Duration.ofDays(2))));
  }

  @Test
  void takeEverySetting() {
    runner
        .withPropertyValues(
            "devicegate.detections.folder=rules/detections",
            "devicegate.detections.enforce=poll-abuse,denial-spike",
            "devicegate.detections.reload-interval=1s",
            "devicegate.detections.queue-capacity=200",
            "devicegate.detections.max-keys=3000",
            "devicegate.detections.max-signals=4",
            "devicegate.detections.log-delay=5s",
            "devicegate.detections.max-replay=6h")
        .run(
            context ->
                assertThat(context.getBean(DetectionProperties.class))
                    .isEqualTo(
                        new DetectionProperties(
                            Path.of("rules/detections"),
                            List.of("poll-abuse", "denial-spike"),
                            Duration.ofSeconds(1),
                            200,
                            3_000,
                            4,
                            Duration.ofSeconds(5),
                            Duration.ofHours(6))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "devicegate.detections.reload-interval=99ms",
        "devicegate.detections.reload-interval=61m",
        "devicegate.detections.queue-capacity=99",
        "devicegate.detections.queue-capacity=1000001",
        "devicegate.detections.max-keys=999",
        "devicegate.detections.max-keys=10000001",
        "devicegate.detections.max-signals=0",
        "devicegate.detections.max-signals=1000001",
        "devicegate.detections.log-delay=-1s",
        "devicegate.detections.log-delay=61m",
        "devicegate.detections.max-replay=-1s",
        "devicegate.detections.max-replay=32d"
      })
  void refuseAnInvalidValue(String setting) {
    String property = setting.substring(0, setting.indexOf('='));

    runner
        .withPropertyValues(setting)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("devicegate.detections")
                    .message()
                    .containsIgnoringCase(
                        property.substring(property.lastIndexOf('.') + 1).replace("-", "")));
  }

  @EnableConfigurationProperties(DetectionProperties.class)
  @ImportAutoConfiguration(ValidationAutoConfiguration.class)
  static class Settings {}
}
