package io.devicegate.gateway.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DpopSettingsTest {

  @Test
  void hasDefaults() {
    DpopSettings settings = DpopSettings.defaults();

    assertThat(settings.maxAge()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.nonce()).isFalse();
    assertThat(settings.replayCapacity()).isEqualTo(200_000);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT30S, PT2M, 1, max-age",
    "PT11M, PT30S, PT2M, 1, max-age",
    "PT1M, PT-1S, PT2M, 1, clock-skew",
    "PT1M, PT6M, PT2M, 1, clock-skew",
    "PT1M, PT30S, PT9S, 1, nonce-lifetime",
    "PT1M, PT30S, PT2H, 1, nonce-lifetime",
    "PT1M, PT30S, PT2M, 0, replay-capacity",
    "PT1M, PT30S, PT2M, 10000001, replay-capacity",
  })
  void namesTheSettingThatIsWrong(
      Duration maxAge, Duration skew, Duration nonceLifetime, int capacity, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DpopSettings(
                    List.of(ProofAlgorithm.ES256), maxAge, skew, true, nonceLifetime, capacity))
        .withMessageStartingWith(name + ": ");
  }

  @Test
  void needsAnAlgorithm() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DpopSettings(
                    List.of(),
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    false,
                    Duration.ofMinutes(1),
                    1))
        .withMessage("algorithms: [] (expected: at least one)");
  }
}
