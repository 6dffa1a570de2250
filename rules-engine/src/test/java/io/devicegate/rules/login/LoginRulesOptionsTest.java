package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRulesOptionsTest {

  private static final LoginRulesOptions DEFAULTS = LoginRulesOptions.defaults();

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(DEFAULTS.timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(DEFAULTS.memory()).isEqualTo(32 * 1024 * 1024);
    assertThat(DEFAULTS.maxInput()).isEqualTo(64 * 1024);
    assertThat(DEFAULTS.maxOutput()).isEqualTo(16 * 1024);
    assertThat(DEFAULTS.workers()).isPositive();
    assertThat(DEFAULTS.maxWait()).isEqualTo(Duration.ofMillis(500));
    assertThat(DEFAULTS.configuration()).isEmpty();
    assertThat(DEFAULTS.secrets()).isEmpty();
    assertThat(DEFAULTS.allowedOrigins()).isEmpty();
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatThrownBy(() -> DEFAULTS.withTimeout(Duration.ZERO))
        .hasMessage("timeout: PT0S (expected: > 0)");
    assertThatThrownBy(() -> DEFAULTS.withMaxWait(Duration.ofMillis(-1)))
        .hasMessage("maxWait: PT-0.001S (expected: > 0)");
    assertThatThrownBy(() -> DEFAULTS.withMemory(1024))
        .hasMessage("memory: 1024 (expected: 8388608 to 1073741824)");
    assertThatThrownBy(() -> DEFAULTS.withWorkers(0)).hasMessage("workers: 0 (expected: 1 to 256)");
    assertThatThrownBy(() -> DEFAULTS.withMaxInput(0)).hasMessageStartingWith("maxInput: 0");
    assertThatThrownBy(() -> DEFAULTS.withMaxOutput(-1)).hasMessageStartingWith("maxOutput: -1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com",
        "http://localhost:8080",
        "https://API.example.com:443",
        "http://[::1]:80",
        "https://192.0.2.1"
      })
  void takesOrigins(String origin) {
    assertThat(DEFAULTS.withAllowedOrigins(Set.of(origin)).allowedOrigins())
        .containsExactly(origin);
    assertThat(LoginRulesOptions.isOrigin(origin)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "api.example.com",
        "https://",
        "https://a.test/",
        "https://a.test?b",
        "https://user@a.test",
        "ftp://a.test",
        "https://a.test#b",
        "https://*.a.test",
        "https:a.test"
      })
  void refusesWhatIsNoOrigin(String origin) {
    assertThatThrownBy(() -> DEFAULTS.withAllowedOrigins(Set.of(origin)))
        .hasMessage(
            "allowedOrigins: "
                + origin
                + " (expected: an origin, such as https://api.example.com)");
    assertThat(LoginRulesOptions.isOrigin(origin)).isFalse();
  }

  @Test
  void keepsSecretsToItself() {
    assertThat(DEFAULTS.withSecrets(Map.of("key", "hush")).withConfiguration(Map.of("a", "hush")))
        .asString()
        .doesNotContain("hush");
  }
}
