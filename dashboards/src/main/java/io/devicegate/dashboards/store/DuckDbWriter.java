package io.devicegate.dashboards.store;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes in transactions on one connection. Not thread-safe.
 *
 * <p>Rows go in by DuckDB's appender, which fails as a whole if the primary key holds one of them
 * already. Only then is the transaction done again by an insert that skips what is known, which
 * costs two to three times as much. A staging table emptied by DELETE was measured too: it keeps
 * its memory and gets four times slower over a few thousand batches. An insert with a parameter for
 * each value is planned anew at every execution.
 *
 * <p>Transactions are begun by hand: the driver would begin one at the first statement, and an
 * appender is none, so its rows would be committed before what follows them.
 */
final class DuckDbWriter {

  /** The columns of the table, in its order. */
  private static final List<String> COLUMNS =
      List.of(
          "source",
          "id",
          "type",
          "stage",
          "outcome",
          "reason",
          "time",
          "received",
          "client",
          "user_id",
          "session",
          "ip",
          "description",
          "json",
          "weight",
          "connection",
          "organization",
          "country",
          "program",
          "version",
          "host",
          "route",
          "network",
          "asn",
          "rules");

  /** What can still be changed of an event. */
  private static final List<String> CHANGEABLE =
      COLUMNS.stream().filter(column -> !isFixed(column)).toList();

  private static final String INSERT_UNKNOWN =
      COLUMNS.stream()
          .map(DuckDbWriter::unnested)
          .collect(
              Collectors.joining(
                  ", ",
                  "INSERT INTO events SELECT ",
                  " ON CONFLICT DO NOTHING RETURNING source, id"));

  /** The range of time keeps it from looking at the whole table. */
  private static final String REWRITE =
      "UPDATE events SET "
          + CHANGEABLE.stream()
              .map(column -> column + " = changed." + column)
              .collect(Collectors.joining(", "))
          + " FROM (SELECT "
          + COLUMNS.stream()
              .map(column -> unnested(column) + " AS " + column)
              .collect(Collectors.joining(", "))
          + ") AS changed WHERE events.source = changed.source AND events.id = changed.id"
          + " AND events.time >= ? AND events.time <= ?";

  /**
   * A whole row group goes past the log, whose length is what DuckDB's own checkpoints go by. The
   * primary key of what no checkpoint has written yet stays in memory.
   */
  private static final int MOST_PAST_THE_LOG = 16 * EventStore.BULK;

  private final Connection connection;
  private final int maxDeadLetters;
  private int pastTheLog;

  /**
   * Creates a writer.
   *
   * @param maxDeadLetters how many dead letters are kept
   */
  DuckDbWriter(Connection connection, int maxDeadLetters) {
    this.connection = connection;
    this.maxDeadLetters = maxDeadLetters;
  }

  List<StoredEvent> append(
      List<StoredEvent> events, List<RejectedEvent> rejected, List<Cursor> cursors)
      throws SQLException {
    if (pastTheLog >= MOST_PAST_THE_LOG) {
      execute("CHECKPOINT");
      pastTheLog = 0;
    }
    Map<Key, StoredEvent> rows = new LinkedHashMap<>();
    events.forEach(event -> rows.putIfAbsent(Key.of(event.event()), event));
    try {
      return append(rows, this::addAll, rejected, cursors);
    } catch (SQLException e) {
      // One is known, most likely. If it is something else, this fails by it again.
      return append(rows, this::addUnknown, rejected, cursors);
    }
  }

  private List<StoredEvent> append(
      Map<Key, StoredEvent> rows,
      Addition addition,
      List<RejectedEvent> rejected,
      List<Cursor> cursors)
      throws SQLException {
    List<StoredEvent> stored =
        inTransaction(
            () -> {
              List<StoredEvent> fresh = rows.isEmpty() ? List.of() : addition.add(rows);
              insertRejected(rejected);
              moveCursors(cursors);
              return fresh;
            });
    if (stored.size() >= EventStore.BULK) {
      pastTheLog += stored.size();
    }
    return stored;
  }

  /** Rows are found by their identity; their time must be that which is stored. */
  long rewrite(List<StoredEvent> events) throws SQLException {
    return inTransaction(
        () -> {
          try (PreparedStatement rewrite = connection.prepareStatement(REWRITE)) {
            setColumns(rewrite, valuesOf(events));
            List<Instant> times = events.stream().map(row -> row.event().time()).sorted().toList();
            rewrite.setObject(COLUMNS.size() + 1, utc(times.get(0)));
            rewrite.setObject(COLUMNS.size() + 2, utc(times.get(times.size() - 1)));
            return (long) rewrite.executeUpdate();
          }
        });
  }

  long dropBefore(Instant instant) throws SQLException {
    return inTransaction(
        () -> {
          delete("DELETE FROM dead_letters WHERE received < ?", instant);
          return delete("DELETE FROM events WHERE time < ?", instant);
        });
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    execute("BEGIN TRANSACTION");
    boolean committed = false;
    try {
      T result = work.run();
      execute("COMMIT");
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollback();
      }
    }
  }

  /** A failed rollback must not hide what made it necessary. */
  private void rollback() {
    try {
      execute("ROLLBACK");
    } catch (SQLException ignored) {
      // The transaction ends with the connection at the latest.
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<StoredEvent> addAll(Map<Key, StoredEvent> rows) throws SQLException {
    List<StoredEvent> all = List.copyOf(rows.values());
    try (DuckDBAppender appender =
        connection
            .unwrap(DuckDBConnection.class)
            .createAppender(connection.getCatalog(), DuckDBConnection.DEFAULT_SCHEMA, "events")) {
      for (@Nullable Object[] values : valuesOf(all)) {
        appender.beginRow();
        for (Object value : values) {
          append(appender, value);
        }
        appender.endRow();
      }
      // Closing it does the same, and hides what goes wrong.
      appender.flush();
    }
    return all;
  }

  private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
    if (value instanceof String text) {
      appender.append(text);
    } else if (value instanceof LocalDateTime time) {
      appender.append(time);
    } else if (value instanceof Long number) {
      appender.append(number.longValue());
    } else {
      appender.appendNull();
    }
  }

  private List<StoredEvent> addUnknown(Map<Key, StoredEvent> rows) throws SQLException {
    List<@Nullable Object[]> values = valuesOf(rows.values());
    List<StoredEvent> added = new ArrayList<>();
    try (PreparedStatement insert = connection.prepareStatement(INSERT_UNKNOWN)) {
      setColumns(insert, values);
      try (ResultSet keys = insert.executeQuery()) {
        while (keys.next()) {
          added.add(
              Objects.requireNonNull(rows.get(new Key(keys.getString(1), keys.getString(2)))));
        }
      }
    }
    return added;
  }

  private void setColumns(PreparedStatement statement, List<@Nullable Object[]> rows)
      throws SQLException {
    for (int i = 0; i < COLUMNS.size(); i++) {
      int column = i;
      @Nullable Object[] ofColumn = rows.stream().map(row -> row[column]).toArray();
      statement.setArray(column + 1, connection.createArrayOf(type(COLUMNS.get(column)), ofColumn));
    }
  }

  private static String unnested(String column) {
    return "unnest(?::" + type(column) + "[])";
  }

  private static String type(String column) {
    return switch (column) {
      case "time", "received" -> "TIMESTAMP";
      case "weight" -> "BIGINT";
      default -> "VARCHAR";
    };
  }

  /** Identity, kind and times. */
  private static boolean isFixed(String column) {
    return switch (column) {
      case "source", "id", "type", "stage", "outcome", "reason", "time", "received", "weight" ->
          true;
      default -> false;
    };
  }

  private static List<@Nullable Object[]> valuesOf(Collection<StoredEvent> rows) {
    return rows.stream().map(DuckDbWriter::values).toList();
  }

  private static @Nullable Object[] values(StoredEvent row) {
    Event event = row.event();
    Subject subject = event.subject();
    Traits traits = row.traits() == null ? Traits.of(event) : row.traits();
    return new @Nullable Object[] {
      event.source(),
      event.id(),
      event.type(),
      row.stage().label(),
      row.outcome().label(),
      row.reason(),
      utc(event.time()),
      utc(row.received()),
      subject.client(),
      subject.user(),
      subject.session(),
      subject.ip(),
      row.description(),
      event.json(),
      row.weight(),
      traits.connection(),
      traits.organization(),
      traits.country(),
      traits.program(),
      traits.version(),
      traits.host(),
      traits.route(),
      traits.network(),
      traits.asn(),
      traits.rules()
    };
  }

  private void insertRejected(List<RejectedEvent> rejected) throws SQLException {
    if (rejected.isEmpty()) {
      return;
    }
    long id = lastDeadLetter();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO dead_letters VALUES (?, ?, ?, ?, ?, ?)")) {
      for (RejectedEvent row : rejected) {
        insert.setLong(1, ++id);
        insert.setString(2, row.source());
        insert.setObject(3, utc(row.received()));
        insert.setString(4, row.reason());
        insert.setString(5, row.detail());
        insert.setObject(6, row.text());
        insert.executeUpdate();
      }
    }
    // Ids are given in turn, so no more than the most can be above this one.
    try (PreparedStatement oldest =
        connection.prepareStatement("DELETE FROM dead_letters WHERE id <= ?")) {
      oldest.setLong(1, id - maxDeadLetters);
      oldest.executeUpdate();
    }
  }

  private long lastDeadLetter() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet last = statement.executeQuery("SELECT coalesce(max(id), 0) FROM dead_letters")) {
      last.next();
      return last.getLong(1);
    }
  }

  /** The bytes stay in pages of the file that are free now, until something is written there. */
  long erase(String user) throws SQLException {
    String quoted = "\"" + user + "\"";
    return inTransaction(
        () ->
            delete("DELETE FROM events WHERE user_id = ? OR strpos(json, ?) > 0", user, quoted)
                + delete("DELETE FROM dead_letters WHERE strpos(text, ?) > 0", quoted));
  }

  private long delete(String sql, String... values) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        delete.setString(i + 1, values[i]);
      }
      return delete.executeUpdate();
    }
  }

  /** Returns how many of them there were. */
  int forgetDeadLetters(List<Long> ids) throws SQLException {
    return inTransaction(
        () -> {
          int forgotten = 0;
          try (PreparedStatement forget =
              connection.prepareStatement("DELETE FROM dead_letters WHERE id = ?")) {
            for (long id : ids) {
              forget.setLong(1, id);
              forgotten += forget.executeUpdate();
            }
          }
          return forgotten;
        });
  }

  /** Returns how many of them there were. */
  long forgetDeadLettersUntil(Instant received) throws SQLException {
    return inTransaction(() -> delete("DELETE FROM dead_letters WHERE received <= ?", received));
  }

  private void moveCursors(List<Cursor> cursors) throws SQLException {
    if (cursors.isEmpty()) {
      return;
    }
    try (PreparedStatement move =
        connection.prepareStatement(
            "INSERT INTO cursors VALUES (?, ?, ?) ON CONFLICT (reader) DO UPDATE SET"
                + " position = excluded.position, moved = excluded.moved")) {
      for (Cursor cursor : cursors) {
        move.setString(1, cursor.reader());
        move.setString(2, cursor.position());
        move.setObject(3, utc(cursor.moved()));
        move.executeUpdate();
      }
    }
  }

  private long delete(String sql, Instant instant) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setObject(1, utc(instant));
      return delete.executeUpdate();
    }
  }

  static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  private interface Addition {
    /** What of them was not known before. */
    List<StoredEvent> add(Map<Key, StoredEvent> rows) throws SQLException;
  }

  private record Key(String source, String id) {
    static Key of(Event event) {
      return new Key(event.source(), event.id());
    }
  }
}
