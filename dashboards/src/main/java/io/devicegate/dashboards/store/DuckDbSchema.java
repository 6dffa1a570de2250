package io.devicegate.dashboards.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables and their version.
 *
 * <p>Times are UTC without a zone. Nothing here is beyond what PostgreSQL also takes, but that the
 * JSON, which pages read of few events, is packed tighter than DuckDB would by itself: to less than
 * half. Files of before stay as they are.
 */
final class DuckDbSchema {

  static final int VERSION = 5;

  private static final String CURSORS =
      """
      CREATE TABLE cursors (
        reader VARCHAR PRIMARY KEY,
        position VARCHAR NOT NULL,
        moved TIMESTAMP NOT NULL)""";

  private static final String DEAD_LETTERS =
      """
      CREATE TABLE dead_letters (
        id BIGINT PRIMARY KEY,
        source VARCHAR NOT NULL,
        received TIMESTAMP NOT NULL,
        reason VARCHAR NOT NULL,
        detail VARCHAR NOT NULL,
        text VARCHAR)""";

  private static final String EVENTS =
      """
      CREATE TABLE events (
        source VARCHAR NOT NULL,
        id VARCHAR NOT NULL,
        type VARCHAR NOT NULL,
        stage VARCHAR NOT NULL,
        outcome VARCHAR NOT NULL,
        reason VARCHAR,
        time TIMESTAMP NOT NULL,
        received TIMESTAMP NOT NULL,
        client VARCHAR,
        user_id VARCHAR,
        session VARCHAR,
        ip VARCHAR,
        description VARCHAR,
        json VARCHAR NOT NULL USING COMPRESSION zstd,
        weight BIGINT NOT NULL DEFAULT 1,
        connection VARCHAR,
        organization VARCHAR,
        country VARCHAR,
        program VARCHAR,
        version VARCHAR,
        host VARCHAR,
        route VARCHAR,
        network VARCHAR,
        asn VARCHAR,
        rules VARCHAR,
        PRIMARY KEY (source, id))""";

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE schema_version (version INTEGER NOT NULL)",
          EVENTS,
          DEAD_LETTERS,
          CURSORS,
          "INSERT INTO schema_version VALUES (" + VERSION + ")");

  /** What makes version 2 of version 1. */
  private static final List<String> FROM_1 =
      List.of(
          "ALTER TABLE events ADD COLUMN weight BIGINT DEFAULT 1",
          "UPDATE schema_version SET version = 2");

  /** What makes version 3 of version 2. */
  private static final List<String> FROM_2 =
      List.of(CURSORS, "UPDATE schema_version SET version = 3");

  /** What makes version 4 of version 3. */
  private static final List<String> FROM_3 =
      List.of(
          DEAD_LETTERS,
          """
          INSERT INTO dead_letters
          SELECT row_number() OVER (ORDER BY received), source, received, reason, detail, json
          FROM rejected""",
          "DROP TABLE rejected",
          "UPDATE schema_version SET version = 4");

  /**
   * What makes version 5 of version 4: all rows written anew, with what only their JSON held before
   * in columns. An update would keep every old row in memory.
   */
  private static final List<String> FROM_4 =
      List.of(
          "ALTER TABLE events RENAME TO events_4",
          EVENTS,
          """
          INSERT INTO events
          SELECT source, id, type, stage, outcome, reason, time, received, client, user_id, session,
                 ip, description, json, coalesce(weight, 1),
                 doc ->> 'connection',
                 coalesce(doc ->> 'organization_name', doc ->> 'organization_id'),
                 doc -> 'location_info' ->> 'country_code',
                 regexp_replace(doc ->> 'user_agent', '[ /(]*[0-9].*$', ''),
                 doc ->> 'user_agent',
                 doc ->> 'hostname',
                 doc ->> 'route',
                 CASE WHEN regexp_matches(ip, '^[^:]+[.][0-9]+$')
                      THEN regexp_replace(ip, '[.][0-9]+$', '.0/24')
                      WHEN regexp_matches(ip, '^[0-9a-fA-F]+:[0-9a-fA-F]+:')
                      THEN regexp_replace(ip,
                             '^([0-9a-fA-F]+:[0-9a-fA-F]+)(:[0-9a-fA-F]+)?:.*$', '\\1\\2::/48')
                 END,
                 coalesce(doc -> 'details' -> 'request' ->> 'asn', doc ->> 'asn'),
                 doc ->> 'rules_digest'
          FROM (SELECT *, TRY_CAST(json AS JSON) AS doc FROM events_4) AS old""",
          "DROP TABLE events_4",
          "UPDATE schema_version SET version = 5");

  /** From each version to the next, the first version's first. */
  private static final List<List<String>> MIGRATIONS = List.of(FROM_1, FROM_2, FROM_3, FROM_4);

  private DuckDbSchema() {}

  /**
   * Creates the tables of an empty file and brings those of an older version up to date; refuses a
   * file that a newer version has written.
   */
  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (isEmpty(statement)) {
        execute(TABLES, connection, statement);
        return;
      }
      int found = version(statement);
      if (found < 1 || found > VERSION) {
        throw new SQLException(
            "it holds schema version " + found + ", and this program knows only 1 to " + VERSION);
      }
      for (List<String> changes : MIGRATIONS.subList(found - 1, MIGRATIONS.size())) {
        execute(changes, connection, statement);
      }
    }
  }

  private static boolean isEmpty(Statement statement) throws SQLException {
    try (ResultSet tables =
        statement.executeQuery("SELECT count(*) FROM information_schema.tables")) {
      return tables.next() && tables.getLong(1) == 0;
    }
  }

  private static void execute(List<String> changes, Connection connection, Statement statement)
      throws SQLException {
    connection.setAutoCommit(false);
    for (String change : changes) {
      statement.execute(change);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet version = statement.executeQuery("SELECT version FROM schema_version")) {
      if (!version.next()) {
        throw new SQLException("its schema version is missing");
      }
      return version.getInt(1);
    }
  }
}
