package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {

  /** Never started, so it uses no processor time. */
  private final Thread idle = new Thread(() -> {});

  @Test
  void isPatientWithAThreadThatGetsNoProcessor() throws Exception {
    TimeBudget budget = new TimeBudget(idle, Duration.ofMillis(500));
    CompletableFuture<String> late =
        new CompletableFuture<String>().completeOnTimeout("late", 600, TimeUnit.MILLISECONDS);

    assertThat(budget.await(late)).isEqualTo("late");
  }

  @Test
  void endsByTheWallClockAtLast() {
    long start = System.nanoTime();
    TimeBudget budget = new TimeBudget(idle, Duration.ofMillis(20));

    assertThatThrownBy(() -> budget.await(new CompletableFuture<>()))
        .isInstanceOf(TimeoutException.class);

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(4 * 20_000_000L);
  }
}
