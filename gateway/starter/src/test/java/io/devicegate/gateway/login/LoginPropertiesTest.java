package io.devicegate.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

class LoginPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(Settings.bind(Enabled.class, LoginProperties.class))
        .isEqualTo(
            new LoginProperties(
                true, null, Duration.ofMillis(250), DataSize.ofMegabytes(32), 2, 500));
  }

  @Test
  void takesEveryProperty() {
    assertThat(
            Settings.bind(
                Enabled.class,
                LoginProperties.class,
                "devicegate.rules.login.enabled=false",
                "devicegate.rules.login.directory=rules/login",
                "devicegate.rules.login.timeout=1s",
                "devicegate.rules.login.memory=64MB",
                "devicegate.rules.login.workers=4",
                "devicegate.rules.login.queue-size=10"))
        .isEqualTo(
            new LoginProperties(
                false,
                Path.of("rules/login"),
                Duration.ofSeconds(1),
                DataSize.ofMegabytes(64),
                4,
                10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeout   | 0ms    | expected 1ms to 20s, the limit at Auth0
          timeout   | 21s    | expected 1ms to 20s, the limit at Auth0
          memory    | 3MB    | expected 4MB to 1024MB
          memory    | 1025MB | expected 4MB to 1024MB
          workers   | 0      | expected 1 to 256
          workers   | 257    | expected 1 to 256
          queueSize | 0      | expected 1 to 100000
          queueSize | 100001 | expected 1 to 100000
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.rules.login." + property + "=" + value))
        .containsExactly("devicegate.rules.login." + property + ": " + problem);
  }

  @EnableConfigurationProperties(LoginProperties.class)
  static class Enabled {}
}
