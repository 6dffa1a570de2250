package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

class TokenPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(Settings.bind(Enabled.class, TokenProperties.class))
        .isEqualTo(new TokenProperties(DataSize.ofKilobytes(8), 0, 1000));
  }

  @Test
  void takesEveryProperty() {
    assertThat(
            Settings.bind(
                Enabled.class,
                TokenProperties.class,
                "devicegate.token.max-size=4KB",
                "devicegate.token.verification-threads=2",
                "devicegate.token.verification-queue=10"))
        .isEqualTo(new TokenProperties(DataSize.ofKilobytes(4), 2, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          maxSize | 0B   | expected 1B to 16KB
          maxSize | 17KB | expected 1B to 16KB
          verificationThreads | -1 | expected 0 to 256
          verificationQueue | 0 | expected 1 to 100000
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.token." + property + "=" + value))
        .containsExactly("devicegate.token." + property + ": " + problem);
  }

  @EnableConfigurationProperties(TokenProperties.class)
  static class Enabled {}
}
