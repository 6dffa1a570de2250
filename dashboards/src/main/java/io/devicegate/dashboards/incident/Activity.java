package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.DeviceActivity;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Stage;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What happened in a stretch.
 *
 * @param range the stretch
 * @param counts every kind of event; logins of all clients
 * @param deviceLogins the logins of clients that use the device flow
 */
public record Activity(TimeRange range, List<EventCount> counts, List<EventCount> deviceLogins) {

  public Activity {
    counts = List.copyOf(counts);
    deviceLogins = List.copyOf(deviceLogins);
  }

  /** Asks the store, which looks at every event of the stretch. Blocks. */
  public static Activity in(TimeRange range, EventStore store) {
    DeviceActivity<EventCount> found = store.activity(range);
    return new Activity(range, found.counts(), found.deviceLogins());
  }

  /** All, but of the logins only those of device clients. */
  List<EventCount> ofDevices() {
    return ofDevices(counts, deviceLogins, Function.identity());
  }

  static <T> List<T> ofDevices(List<T> all, List<T> deviceLogins, Function<T, EventCount> events) {
    Predicate<T> other = count -> events.apply(count).stage() != Stage.LOGIN;
    return Stream.concat(all.stream().filter(other), deviceLogins.stream()).toList();
  }
}
