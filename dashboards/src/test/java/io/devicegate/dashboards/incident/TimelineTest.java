package io.devicegate.dashboards.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Instant NOON = TestEvents.NOON;
  private static final Instant BEFORE = NOON.minusSeconds(60);

  private final Timeline timeline =
      new Timeline(
          TimeRange.before(NOON, Duration.ofHours(1)),
          List.of(
              new TimedCount(BEFORE, exchanges(3)),
              new TimedCount(BEFORE, logins(9)),
              new TimedCount(NOON, exchanges(4))),
          List.of(new TimedCount(BEFORE, logins(2)), new TimedCount(NOON, logins(1))));

  @Test
  void addsUpItsBucketsByKind() {
    Activity total = timeline.total();

    assertThat(total.range()).isEqualTo(timeline.range());
    assertThat(total.counts()).containsExactlyInAnyOrder(exchanges(7), logins(9));
    assertThat(total.deviceLogins()).containsExactly(logins(3));
  }

  @Test
  void takesOfLoginsThoseOfDevices() {
    assertThat(timeline.total().ofDevices()).containsExactlyInAnyOrder(exchanges(7), logins(3));
    assertThat(timeline.ofDevices(NOON))
        .containsExactlyInAnyOrder(
            new TimedCount(NOON, exchanges(4)), new TimedCount(NOON, logins(1)));
  }

  private static EventCount exchanges(long count) {
    return new EventCount("auth0", "sede", Stage.EXCHANGE, Outcome.SUCCESS, null, count);
  }

  private static EventCount logins(long count) {
    return new EventCount("auth0", "s", Stage.LOGIN, Outcome.SUCCESS, null, count);
  }
}
