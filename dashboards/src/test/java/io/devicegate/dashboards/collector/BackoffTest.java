package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Backoff backoff = new Backoff(LONGEST, new SplittableRandom(1));

  @Test
  void doublesWithEachFailureUpToTheBound() {
    for (int failures = 1; failures < 100; failures++) {
      long full = Math.min(60_000, 1_000L << Math.min(failures - 1, 10));

      assertThat(backoff.after(failures, null).toMillis()).isBetween(full / 2, full);
    }
  }

  @Test
  void waitsAtLeastAsLongAsAskedButNotBeyondTheBound() {
    Duration asked = Duration.ofSeconds(20);
    for (int i = 0; i < 50; i++) {
      assertThat(backoff.after(1, asked)).isBetween(asked, Duration.ofSeconds(22));
    }
    assertThat(backoff.after(1, Duration.ofDays(9_999))).isEqualTo(LONGEST);
  }

  @Test
  void neverComesAgainAtOnce() {
    assertThat(backoff.after(1, Duration.ZERO)).isPositive();
    assertThat(backoff.after(1, Duration.ofSeconds(-99))).isPositive();
  }
}
