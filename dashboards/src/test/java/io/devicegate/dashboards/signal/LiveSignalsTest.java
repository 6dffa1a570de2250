package io.devicegate.dashboards.signal;

import static io.devicegate.dashboards.TestSignals.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Mode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LiveSignalsTest {

  private static final Instant NOON = TestEvents.NOON;

  private final LiveSignals signals = new LiveSignals(100);

  @Test
  void replacesTheSignalOfTheSameId() {
    assertThat(signals.put(signal("1", Mode.OBSERVE, NOON), NOON)).isTrue();
    assertThat(signals.put(signal("1", Mode.OBSERVE, NOON), NOON)).isFalse();
    Signal later = signal("1", Mode.ENFORCE, NOON.minusSeconds(9));
    assertThat(signals.put(later, NOON)).isTrue();

    assertThat(signals.at(NOON)).containsExactly(later);
  }

  @Test
  void forgetsWhatHasExpired() {
    signals.put(signal("1", Mode.OBSERVE, NOON), NOON);

    assertThat(signals.at(NOON.plus(Duration.ofHours(1)).minusMillis(1))).hasSize(1);
    assertThat(signals.at(NOON.plus(Duration.ofHours(1)))).isEmpty();
    assertThat(signals.put(signal("2", Mode.ENFORCE, NOON), NOON.plus(Duration.ofHours(2))))
        .isFalse();
    assertThat(signals.evicted()).isZero();
  }

  @Test
  void keepsItsBoundAndThoseThatEnforce() {
    signals.put(signal("kept", Mode.ENFORCE, NOON), NOON);
    for (int i = 0; i < 10_000; i++) {
      signals.put(signal("flood-" + i, Mode.OBSERVE, NOON.plusMillis(i)), NOON);
    }

    assertThat(signals.at(NOON)).hasSize(100).extracting(Signal::id).contains("kept", "flood-9999");
    assertThat(signals.evicted()).isEqualTo(9_901);
  }

  @Test
  void refusesBoundThatIsNone() {
    assertThatThrownBy(() -> new LiveSignals(0)).hasMessage("capacity: 0 (expected: > 0)");
  }
}
