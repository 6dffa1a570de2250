package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.collector.Crosscheck.Channel;
import io.devicegate.dashboards.collector.Crosscheck.Missed;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CrosscheckTest {

  private static final Instant NOON = TestEvents.NOON;
  private static final TimeRange MINUTE = new TimeRange(at(60), at(120));

  private Instant now = NOON;
  private final InstantSource clock = () -> now;
  private final Crosscheck crosscheck = new Crosscheck(true, clock.withZone(ZoneOffset.UTC));

  @Test
  void saysWhichMinutesTheWebhookMissed() {
    crosscheck.brought(Channel.WEBHOOK, events(0, 60, 10));
    crosscheck.brought(Channel.POLLER, events(0, 180, 10));
    crosscheck.brought(Channel.WEBHOOK, events(120, 180, 10));
    read(600);

    assertThat(crosscheck.missed()).containsExactly(new Missed(Channel.WEBHOOK, MINUTE, 6, 6));
    assertThat(crosscheck.minutesMissedBy(Channel.WEBHOOK)).isEqualTo(1);
    assertThat(crosscheck.minutesMissedBy(Channel.POLLER)).isZero();

    crosscheck.brought(Channel.WEBHOOK, events(60, 110, 10));
    assertThat(crosscheck.missed()).containsExactly(new Missed(Channel.WEBHOOK, MINUTE, 1, 6));
    crosscheck.brought(Channel.WEBHOOK, events(60, 120, 10));
    assertThat(crosscheck.missed()).as("late, but all").isEmpty();
  }

  @Test
  void saysWhatThePollerMissedOnlyOfWhatItHasRead() {
    crosscheck.brought(Channel.WEBHOOK, events(0, 180, 10));
    crosscheck.brought(Channel.POLLER, events(0, 60, 10));
    read(100);
    now = at(700);
    assertThat(crosscheck.missed()).isEmpty();

    read(120);
    now = at(700);
    assertThat(crosscheck.missed()).containsExactly(new Missed(Channel.POLLER, MINUTE, 6, 6));
  }

  @Test
  void waitsForLateDeliveries() {
    crosscheck.brought(Channel.WEBHOOK, events(0, 60, 10));
    crosscheck.brought(Channel.POLLER, events(0, 120, 10));
    now = at(120).plus(Crosscheck.GRACE).minusSeconds(1);
    assertThat(crosscheck.missed()).isEmpty();
    now = at(120).plus(Crosscheck.GRACE);
    assertThat(crosscheck.missed()).hasSize(1);
    now = at(60).plus(Crosscheck.REACH).plusSeconds(1);
    assertThat(crosscheck.missed()).as("forgotten").isEmpty();
  }

  @Test
  void judgesNoMinuteThatItHasNotSeenWhole() {
    now = NOON.plusSeconds(30);
    Crosscheck later = new Crosscheck(true, clock.withZone(ZoneOffset.UTC));
    later.brought(Channel.WEBHOOK, events(120, 180, 10));
    later.brought(Channel.POLLER, events(-600, 60, 10));
    now = at(900);
    assertThat(later.missed()).as("what came before it began was not compared").isEmpty();
    later.logReadUpTo(at(900));
    assertThat(later.missed())
        .containsExactly(new Missed(Channel.POLLER, new TimeRange(at(120), at(180)), 6, 6));
  }

  @Test
  void saysNothingOfAWebhookThatNeverDelivered() {
    crosscheck.brought(Channel.POLLER, events(0, 120, 10));
    read(900);
    assertThat(crosscheck.missed()).isEmpty();
  }

  @Test
  void saysNothingWhereThereIsOnlyOne() {
    Crosscheck off = new Crosscheck(false, clock.withZone(ZoneOffset.UTC));
    off.brought(Channel.WEBHOOK, events(0, 60, 10));
    off.brought(Channel.POLLER, events(60, 120, 10));
    now = at(900);
    assertThat(off.missed()).isEmpty();
  }

  /** However many events a minute has, memory does not grow, and the estimate is near. */
  @Test
  void comparesASampleOfABusyMinute() {
    List<StoredEvent> all =
        IntStream.range(0, 40_000)
            .mapToObj(i -> TestEvents.tenant("busy-" + i, "s", at(60 + i % 60)))
            .toList();
    crosscheck.brought(Channel.WEBHOOK, all.subList(0, 30_000));
    crosscheck.brought(Channel.POLLER, all);
    read(900);

    Missed missed = crosscheck.missed().get(0);
    assertThat((double) missed.of()).isCloseTo(40_000, within(8_000.0));
    assertThat((double) missed.events()).isCloseTo(10_000, within(4_000.0));
  }

  /** No hash tells these apart, so no sample of them is smaller: both words hash to 0. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void endsHoweverAlikeTheIdsAre() {
    List<StoredEvent> alike =
        IntStream.range(0, 1_024)
            .mapToObj(
                i ->
                    IntStream.range(0, 10)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "f5a5a608" : "pollinating sandboxes")
                        .collect(Collectors.joining()))
            .map(id -> TestEvents.tenant(id, "s", at(60)))
            .toList();
    crosscheck.brought(Channel.POLLER, alike);
    crosscheck.brought(Channel.WEBHOOK, alike);
    read(900);

    assertThat(crosscheck.missed()).isEmpty();
  }

  private void read(int seconds) {
    now = at(900);
    crosscheck.logReadUpTo(at(seconds));
  }

  private static Instant at(int seconds) {
    return NOON.plus(Duration.ofSeconds(seconds));
  }

  private static List<StoredEvent> events(int from, int to, int step) {
    return IntStream.iterate(from, second -> second < to, second -> second + step)
        .mapToObj(second -> TestEvents.tenant("e" + second, "s", at(second)))
        .toList();
  }
}
