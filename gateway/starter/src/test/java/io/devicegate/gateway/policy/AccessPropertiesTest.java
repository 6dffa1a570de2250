package io.devicegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

class AccessPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(Settings.bind(Enabled.class, AccessProperties.class))
        .isEqualTo(
            new AccessProperties(
                null,
                Duration.ofSeconds(10),
                1_000_000,
                Map.of(),
                Set.of(),
                new Recording(true, true, 0.01)));
  }

  @Test
  void takesEveryProperty() {
    AccessProperties access =
        Settings.bind(
            Enabled.class,
            AccessProperties.class,
            "devicegate.access.directory=rules/access",
            "devicegate.access.reload-interval=1m",
            "devicegate.access.shadow-budget=5000",
            "devicegate.access.params.read-only.methods[0]=GET",
            "devicegate.access.params.read-only.methods[1]=HEAD",
            "devicegate.access.params.read-only.[max_age]=5",
            "devicegate.access.inputs=token.auth_time,user.groups",
            "devicegate.access.recording.refused=false",
            "devicegate.access.recording.shadow-differences=false",
            "devicegate.access.recording.allowed-share=1");

    assertThat(access.directory()).isEqualTo(Path.of("rules/access"));
    assertThat(access.reloadInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(access.inputs()).containsExactlyInAnyOrder("token.auth_time", "user.groups");
    assertThat(access.shadowBudget()).isEqualTo(5_000);
    assertThat(access.recording()).isEqualTo(new Recording(false, false, 1));
    assertThat(PlainParams.of(access.params()))
        .isEqualTo(Map.of("read-only", Map.of("methods", List.of("GET", "HEAD"), "max_age", "5")));
  }

  @Test
  void canLeaveTheFolderAloneAfterTheStart() {
    assertThat(
            Settings.bind(
                    Enabled.class, AccessProperties.class, "devicegate.access.reload-interval=0s")
                .reloadInterval())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reloadInterval         | 99ms | expected 0s, or 100ms to 1d
          reloadInterval         | -1s  | expected 0s, or 100ms to 1d
          reloadInterval         | 25h  | expected 0s, or 100ms to 1d
          shadowBudget           | 0    | expected 1 or more
          inputs | approver.geo | expected names that begin with [token., user.email, user.groups, signals]
          recording.allowedShare | -0.1 | expected 0 to 1
          recording.allowedShare | 1.1  | expected 0 to 1
          recording.allowedShare | NaN  | expected 0 to 1
          """)
  void refusesInvalidValue(String property, String value, String problem) {
    assertThat(Settings.problems(Enabled.class, "devicegate.access." + property + "=" + value))
        .containsExactly("devicegate.access." + property + ": " + problem);
  }

  @EnableConfigurationProperties(AccessProperties.class)
  static class Enabled {}
}
