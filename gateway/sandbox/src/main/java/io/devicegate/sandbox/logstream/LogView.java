package io.devicegate.sandbox.logstream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as the Management API shows it: under {@code _id} too, with every field that Auth0 knows
 * and {@code null} where there is no value.
 */
final class LogView {

  private static final List<String> FIELDS =
      List.of(
          "date",
          "type",
          "description",
          "connection",
          "connection_id",
          "client_id",
          "client_name",
          "ip",
          "client_ip",
          "hostname",
          "user_id",
          "user_name",
          "audience",
          "scope",
          "strategy",
          "strategy_type",
          "log_id",
          "user_agent",
          "details",
          "organization_id",
          "organization_name",
          "location_info",
          "tenant_name",
          "environment_name");

  private LogView() {}

  static Map<String, Object> of(LogEntry entry) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("_id", entry.logId());
    FIELDS.forEach(field -> view.put(field, entry.data().get(field)));
    view.put("isMobile", entry.data().getOrDefault("is_mobile", false));
    return view;
  }
}
