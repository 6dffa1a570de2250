package io.devicegate.gateway.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devicegate.gateway.proof.ReplayStore.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryReplayStoreTest {

  private final HandMovedClock clock = new HandMovedClock(Instant.parse("2026-11-24T12:00:00Z"));

  @Test
  void neverForgetsAProofBeforeItsTime() {
    InMemoryReplayStore store = new InMemoryReplayStore(100, clock);
    for (int i = 0; i < 100; i++) {
      assertThat(remember(store, "p" + i)).isEqualTo(Outcome.REMEMBERED);
    }
    clock.move(Duration.ofMillis(59_999));

    for (int i = 0; i < 100; i++) {
      assertThat(remember(store, "p" + i)).isNotEqualTo(Outcome.REMEMBERED);
    }
    assertThat(store.size()).isEqualTo(100);
  }

  @Test
  void takesNewProofsAgainWhenOldOnesHaveTimedOut() {
    InMemoryReplayStore store = new InMemoryReplayStore(2, clock);
    remember(store, "a");
    remember(store, "b");
    assertThat(remember(store, "c")).isEqualTo(Outcome.FULL);
    clock.move(Duration.ofSeconds(62));

    assertThat(remember(store, "c")).isEqualTo(Outcome.REMEMBERED);
    assertThat(remember(store, "a")).isEqualTo(Outcome.REMEMBERED);
    assertThat(remember(store, "d")).isEqualTo(Outcome.FULL);
  }

  @Test
  void aProofWhoseTimeHasPassedIsNewAgainAndCountsOnce() {
    InMemoryReplayStore store = new InMemoryReplayStore(10, clock);
    remember(store, "a");
    clock.move(Duration.ofSeconds(61));

    assertThat(remember(store, "a")).isEqualTo(Outcome.REMEMBERED);
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void keysAndIdsAreNotMixedUp() {
    InMemoryReplayStore store = new InMemoryReplayStore(10, clock);
    Instant until = clock.instant().plusSeconds(60);

    assertThat(store.remember("k1", "a", until)).isEqualTo(Outcome.REMEMBERED);
    assertThat(store.remember("k2", "a", until)).isEqualTo(Outcome.REMEMBERED);
    assertThat(store.remember("k1", "a", until)).isEqualTo(Outcome.SEEN);
  }

  @Test
  void keepsItsBoundAndItsPromiseUnderConcurrency() {
    InMemoryReplayStore store = new InMemoryReplayStore(1_000, clock);
    Map<String, AtomicInteger> remembered = new ConcurrentHashMap<>();

    IntStream.range(0, 20_000)
        .parallel()
        .mapToObj(i -> "p" + i % 2_000)
        .filter(id -> remember(store, id) == Outcome.REMEMBERED)
        .forEach(id -> remembered.computeIfAbsent(id, x -> new AtomicInteger()).incrementAndGet());

    assertThat(remembered.values()).allMatch(times -> times.get() == 1);
    assertThat(remembered).hasSize(1_000);
    assertThat(store.size()).isEqualTo(1_000);
  }

  @Test
  void namesACapacityThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemoryReplayStore(0, clock))
        .withMessage("capacity: 0 (expected: > 0)");
  }

  private Outcome remember(InMemoryReplayStore store, String id) {
    Instant until = Instant.parse("2026-11-24T12:01:00Z");
    return store.remember(
        "jkt", id, until.isAfter(clock.instant()) ? until : until.plusSeconds(90));
  }
}
