package io.devicegate.dashboards.store;

import java.util.Locale;

/** What events can be told apart by, apart from what they are. */
public enum Dimension {
  /** The OAuth client id. */
  CLIENT("client"),
  /** The tenant's login connection. */
  CONNECTION("CAST(json AS JSON) ->> 'connection'"),
  /** The tenant's organization. */
  ORGANIZATION(
      "coalesce(CAST(json AS JSON) ->> 'organization_name', CAST(json AS JSON) ->> 'organization_id')"),
  /** The country, as far as the tenant says one. */
  COUNTRY("CAST(json AS JSON) -> 'location_info' ->> 'country_code'"),
  /** The program that sent the request, without its version. */
  PROGRAM("regexp_replace(CAST(json AS JSON) ->> 'user_agent', '[ /(]*[0-9].*$', '')"),
  /** The program with its version and whatever else it says. */
  VERSION("CAST(json AS JSON) ->> 'user_agent'"),
  /** The host that was asked. */
  HOST("CAST(json AS JSON) ->> 'hostname'"),
  /** The gateway's route. */
  ROUTE("CAST(json AS JSON) ->> 'route'"),
  /** The address. */
  IP("ip"),
  /** The user. */
  USER("user_id"),
  /** The source's own words. */
  DESCRIPTION("description");

  private final String sql;

  Dimension(String sql) {
    this.sql = sql;
  }

  /** The name used in JSON and on the pages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its value in a row of events, in SQL. */
  String sql() {
    return sql;
  }
}
