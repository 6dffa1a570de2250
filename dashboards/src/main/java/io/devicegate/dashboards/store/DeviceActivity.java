package io.devicegate.dashboards.store;

import java.util.List;

/**
 * What happened, counted.
 *
 * @param counts every kind of event; logins of all clients
 * @param deviceLogins the logins of clients that use the device flow
 */
public record DeviceActivity<T>(List<T> counts, List<T> deviceLogins) {

  public DeviceActivity {
    counts = List.copyOf(counts);
    deviceLogins = List.copyOf(deviceLogins);
  }
}
