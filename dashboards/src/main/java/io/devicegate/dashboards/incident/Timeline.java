package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.DeviceActivity;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in a stretch, bucket by bucket.
 *
 * @param range the stretch
 * @param counts every kind of event; logins of all clients
 * @param deviceLogins the logins of clients that use the device flow
 */
record Timeline(TimeRange range, List<TimedCount> counts, List<TimedCount> deviceLogins) {

  /** Asks the store, which looks at every event of the stretch. Blocks. */
  static Timeline in(TimeRange range, Duration bucket, EventStore store) {
    DeviceActivity<TimedCount> found = store.activity(range, bucket);
    return new Timeline(range, found.counts(), found.deviceLogins());
  }

  /** All, but of the logins only those of device clients. */
  List<TimedCount> ofDevices() {
    return Activity.ofDevices(counts, deviceLogins, TimedCount::events);
  }

  /** The same of the buckets that begin then or later. */
  List<TimedCount> ofDevices(Instant from) {
    return ofDevices().stream().filter(count -> !count.begin().isBefore(from)).toList();
  }

  /** All buckets together. */
  Activity total() {
    return new Activity(range, total(counts), total(deviceLogins));
  }

  private static List<EventCount> total(List<TimedCount> counts) {
    Map<EventCount, Long> kinds = new LinkedHashMap<>();
    counts.forEach(
        count -> kinds.merge(count.events().withCount(0), count.events().count(), Long::sum));
    return kinds.entrySet().stream().map(kind -> kind.getKey().withCount(kind.getValue())).toList();
  }
}
