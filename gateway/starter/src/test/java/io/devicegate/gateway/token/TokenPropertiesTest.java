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
        .isEqualTo(new TokenProperties(DataSize.ofKilobytes(8)));
  }

  @Test
  void takesEveryProperty() {
    assertThat(Settings.bind(Enabled.class, TokenProperties.class, "devicegate.token.max-size=4KB"))
        .isEqualTo(new TokenProperties(DataSize.ofKilobytes(4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          maxSize | 0B   | expected 1B to 64KB
          maxSize | 65KB | expected 1B to 64KB
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.token." + property + "=" + value))
        .containsExactly("devicegate.token." + property + ": " + problem);
  }

  @EnableConfigurationProperties(TokenProperties.class)
  static class Enabled {}
}
