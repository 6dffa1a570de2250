package io.devicegate.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
                true,
                null,
                Duration.ofMillis(250),
                DataSize.ofMegabytes(32),
                2,
                500,
                Map.of(),
                Map.of(),
                Set.of()));
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
                "devicegate.rules.login.queue-size=10",
                "devicegate.rules.login.configuration[API_KEY]=key",
                "devicegate.rules.login.secrets[CLIENT_SECRET]=secret",
                "devicegate.rules.login.allowed-origins=https://api.example.test"))
        .isEqualTo(
            new LoginProperties(
                false,
                Path.of("rules/login"),
                Duration.ofSeconds(1),
                DataSize.ofMegabytes(64),
                4,
                10,
                Map.of("API_KEY", "key"),
                Map.of("CLIENT_SECRET", "secret"),
                Set.of("https://api.example.test")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeout   | 0ms    | expected 1ms to 20s, the limit at Auth0
          timeout   | 21s    | expected 1ms to 20s, the limit at Auth0
          memory    | 7MB    | expected 8MB to 1024MB
          memory    | 1025MB | expected 8MB to 1024MB
          workers   | 0      | expected 1 to 256
          workers   | 257    | expected 1 to 256
          queueSize | 0      | expected 1 to 100000
          queueSize | 100001 | expected 1 to 100000
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.rules.login." + property + "=" + value))
        .containsExactly("devicegate.rules.login." + property + ": " + problem);
  }

  @Test
  void refusesWhatIsNoOrigin() {
    assertThat(
            Settings.problems(
                Enabled.class, "devicegate.rules.login.allowed-origins=https://a.test/path"))
        .containsExactly(
            "devicegate.rules.login.allowedOrigins: expected origins, such as"
                + " https://api.example.com");
  }

  @Test
  void keepsSecretsToItself() {
    assertThat(
            Settings.bind(
                Enabled.class,
                LoginProperties.class,
                "devicegate.rules.login.configuration.key=hush",
                "devicegate.rules.login.secrets.key=hush"))
        .asString()
        .doesNotContain("hush");
  }

  @EnableConfigurationProperties(LoginProperties.class)
  static class Enabled {}
}
