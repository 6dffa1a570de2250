package io.devicegate.dashboards.store;

import java.util.Locale;

/** What events can be told apart by. */
public enum Dimension {
  /** Who told of it. */
  SOURCE("source"),
  /** The source's own code. */
  TYPE("type"),
  /** The step of the device flow, by its label. */
  STAGE("stage"),
  /** How it ended, by its label. */
  OUTCOME("outcome"),
  /** The source's short error or decision code. */
  REASON("reason"),
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
  /** The network around the address: its first 24 bits, or 48 of an IPv6 address. */
  NETWORK(
      "CASE WHEN ip LIKE '%.%' AND ip NOT LIKE '%:%'"
          + " THEN regexp_replace(ip, '[.][0-9]+$', '.0/24')"
          + " WHEN ip LIKE '_%:%:%' AND ip NOT LIKE ':%'"
          + " THEN regexp_replace(ip, '^([0-9a-fA-F]+:[0-9a-fA-F]+)(:[0-9a-fA-F]+)?:.*$',"
          + " '\\1\\2::/48') END"),
  /** The number of the autonomous system, as far as the source says one. */
  ASN(
      "coalesce(CAST(json AS JSON) -> 'details' -> 'request' ->> 'asn',"
          + " CAST(json AS JSON) ->> 'asn')"),
  /** The user. */
  USER("user_id"),
  /** The session. */
  SESSION("session"),
  /** The source's identity of the event. */
  ID("id"),
  /** The access rules that decided, by their digest. */
  RULES("CAST(json AS JSON) ->> 'rules_digest'"),
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
    // In brackets: DuckDB's arrows bind less than IN and the comparisons do.
    return "(" + sql + ")";
  }
}
