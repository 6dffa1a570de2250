package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatThrownBy(() -> DEFAULTS.withTimeout(Duration.ZERO))
        .hasMessage("timeout: PT0S (expected: > 0)");
    assertThatThrownBy(() -> DEFAULTS.withMaxWait(Duration.ofMillis(-1)))
        .hasMessage("maxWait: PT-0.001S (expected: > 0)");
    assertThatThrownBy(() -> DEFAULTS.withMemory(1024))
        .hasMessage("memory: 1024 (expected: 4194304 to 1073741824)");
    assertThatThrownBy(() -> DEFAULTS.withWorkers(0)).hasMessage("workers: 0 (expected: 1 to 256)");
    assertThatThrownBy(() -> DEFAULTS.withMaxInput(0)).hasMessageStartingWith("maxInput: 0");
    assertThatThrownBy(() -> DEFAULTS.withMaxOutput(-1)).hasMessageStartingWith("maxOutput: -1");
  }

  @Test
  void keepsSecretsToItself() {
    assertThat(DEFAULTS.withSecrets(Map.of("key", "hush")).withConfiguration(Map.of("a", "hush")))
        .asString()
        .doesNotContain("hush");
  }
}
