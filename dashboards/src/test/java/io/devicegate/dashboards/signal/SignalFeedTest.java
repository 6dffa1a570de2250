package io.devicegate.dashboards.signal;

import static io.devicegate.dashboards.TestSignals.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.telemetry.DetectionMetrics;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalFeedTest {

  private static final Instant NOON = TestEvents.NOON;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Heard heard = new Heard();
  private final SignalFeed feed =
      new SignalFeed(
          2,
          List.of(new Failing(), heard),
          new DetectionMetrics(registry),
          Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void isReadyOnceTheStoredEventsWereLookedAt() {
    assertThat(feed.isReady()).isFalse();
    LiveSignals signals = feed.newSignals();
    Signal live = signal("1", Mode.OBSERVE, NOON);
    signals.put(live, NOON);
    feed.replace(signals);

    assertThat(feed.isReady()).isTrue();
    assertThat(feed.live(SignalFilter.ALL)).containsExactly(live);
    assertThat(heard.replaced).containsExactly(live);
  }

  @Test
  void tellsOnlyWhatIsNewAndHolds() {
    String before = feed.version();
    Signal fresh = signal("1", Mode.OBSERVE, NOON);
    Signal expired = signal("2", Mode.OBSERVE, NOON.minus(Duration.ofHours(2)));
    feed.raise(List.of(fresh, fresh, expired));
    String after = feed.version();
    feed.raise(List.of(fresh));

    assertThat(heard.raised).containsExactly(fresh);
    assertThat(after).isNotEqualTo(before).isEqualTo(feed.version());
    assertThat(registry.get("devicegate.detections.signals").counter().count()).isEqualTo(1);
  }

  @Test
  void showsHowManyHoldAndHowManyHadNoRoom() {
    feed.raise(
        List.of(
            signal("1", Mode.OBSERVE, NOON.minusSeconds(1)),
            signal("2", Mode.ENFORCE, NOON.minusSeconds(9)),
            signal("3", Mode.OBSERVE, NOON)));

    assertThat(feed.live(SignalFilter.ALL)).extracting(Signal::id).containsExactly("3", "2");
    assertThat(registry.get("devicegate.detections.live.signals").gauge().value()).isEqualTo(2);
    assertThat(registry.get("devicegate.detections.signals.evicted").counter().count())
        .isEqualTo(1);
  }

  @Test
  void filters() {
    feed.raise(List.of(signal("1", Mode.OBSERVE, NOON), signal("2", Mode.ENFORCE, NOON)));

    assertThat(feed.live(new SignalFilter(null, null, null, null, null, Mode.ENFORCE)))
        .extracting(Signal::id)
        .containsExactly("2");
    assertThat(feed.live(new SignalFilter(null, "192.0.2.1", null, null, null, null))).isEmpty();
    assertThat(
            feed.live(
                new SignalFilter(
                    Signal.SubjectKind.IP,
                    "203.0.113.7",
                    "poll_abuse",
                    "poll-abuse",
                    Signal.Severity.LOW,
                    Mode.OBSERVE)))
        .hasSize(1);
  }

  /** Remembers what it was told. */
  private static final class Heard implements SignalListener {

    private final List<Signal> raised = new ArrayList<>();
    private final List<Signal> replaced = new ArrayList<>();

    @Override
    public void raised(List<Signal> signals) {
      raised.addAll(signals);
    }

    @Override
    public void replaced(List<Signal> all) {
      replaced.addAll(all);
    }
  }

  /** One listener's failure must not keep others from hearing. */
  private static final class Failing implements SignalListener {

    @Override
    public void raised(List<Signal> signals) {
      throw new IllegalStateException("of no use today");
    }

    @Override
    public void replaced(List<Signal> all) {
      throw new IllegalStateException("of no use today");
    }
  }
}
