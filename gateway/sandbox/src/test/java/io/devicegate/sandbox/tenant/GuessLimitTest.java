package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuessLimitTest {

  private final MovableClock clock = new MovableClock("2026-11-24T10:00:00Z");
  private final GuessLimit limit = new GuessLimit(2, Duration.ofMinutes(15), clock);

  @Test
  void isReachedWithTheLastWrongGuessAllowed() {
    limit.countWrong("a");
    assertThat(limit.isReached("a")).isFalse();
    limit.countWrong("a");
    assertThat(limit.isReached("a")).isTrue();
    assertThat(limit.isReached("b")).isFalse();
  }

  @Test
  void beginsAnewOneWindowAfterTheFirstGuess() {
    limit.countWrong("a");
    clock.forward(Duration.ofMinutes(14));
    limit.countWrong("a");
    assertThat(limit.isReached("a")).isTrue();

    clock.forward(Duration.ofMinutes(1));
    assertThat(limit.isReached("a")).isFalse();
  }

  @Test
  void forgetsWhoGuessedRight() {
    limit.countWrong("a");
    limit.countWrong("a");
    limit.forget("a");

    assertThat(limit.isReached("a")).isFalse();
  }
}
