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
  CONNECTION("connection"),
  /** The tenant's organization. */
  ORGANIZATION("organization"),
  /** The country, as far as the tenant says one. */
  COUNTRY("country"),
  /** The program that sent the request, without its version. */
  PROGRAM("program"),
  /** The program with its version and whatever else it says. */
  VERSION("version"),
  /** The host that was asked. */
  HOST("host"),
  /** The gateway's route. */
  ROUTE("route"),
  /** The address. */
  IP("ip"),
  /** The network around the address: its first 24 bits, or 48 of an IPv6 address. */
  NETWORK("network"),
  /** The number of the autonomous system, as far as the source says one. */
  ASN("asn"),
  /** The user. */
  USER("user_id"),
  /** The session. */
  SESSION("session"),
  /** The source's identity of the event. */
  ID("id"),
  /** The access rules that decided, by their digest. */
  RULES("rules"),
  /** The source's own words. */
  DESCRIPTION("description");

  private final String column;

  Dimension(String column) {
    this.column = column;
  }

  /** The name used in JSON and on the pages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column that holds it. */
  String column() {
    return column;
  }
}
