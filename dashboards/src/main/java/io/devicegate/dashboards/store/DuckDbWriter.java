package io.devicegate.dashboards.store;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes in transactions on one connection. Not thread-safe.
 *
 * <p>Rows go in by multi-row inserts that skip what the primary key already holds and return what
 * they added. A staging table emptied by DELETE was measured too: it keeps its memory and gets four
 * times slower over a few thousand batches.
 */
final class DuckDbWriter {

  /** Statement sizes; a batch is cut into these so that each is prepared once. */
  private static final int[] CHUNKS = {200, 20, 1};

  private static final int COLUMNS = 15;

  private final Connection connection;
  private final Map<Integer, PreparedStatement> inserts = new LinkedHashMap<>();

  DuckDbWriter(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
  }

  List<StoredEvent> append(
      List<StoredEvent> events, List<RejectedEvent> rejected, List<Cursor> cursors)
      throws SQLException {
    return inTransaction(
        () -> {
          List<StoredEvent> fresh = insertAll(events);
          insertRejected(rejected);
          moveCursors(cursors);
          return fresh;
        });
  }

  long dropBefore(Instant instant) throws SQLException {
    return inTransaction(
        () -> {
          delete("DELETE FROM rejected WHERE received < ?", instant);
          return delete("DELETE FROM events WHERE time < ?", instant);
        });
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    boolean committed = false;
    try {
      T result = work.run();
      connection.commit();
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
      connection.rollback();
    } catch (SQLException ignored) {
      // The transaction ends with the connection at the latest.
    }
  }

  private List<StoredEvent> insertAll(List<StoredEvent> events) throws SQLException {
    Map<Key, StoredEvent> distinct = new LinkedHashMap<>();
    events.forEach(event -> distinct.putIfAbsent(Key.of(event.event()), event));
    List<StoredEvent> rows = List.copyOf(distinct.values());
    List<StoredEvent> fresh = new ArrayList<>();
    int from = 0;
    for (int size : CHUNKS) {
      for (; rows.size() - from >= size; from += size) {
        for (Key key : insert(rows.subList(from, from + size))) {
          StoredEvent added = distinct.get(key);
          if (added != null) {
            fresh.add(added);
          }
        }
      }
    }
    return fresh;
  }

  private List<Key> insert(List<StoredEvent> rows) throws SQLException {
    PreparedStatement insert = insertOf(rows.size());
    int parameter = 1;
    for (StoredEvent row : rows) {
      parameter = bind(insert, parameter, row);
    }
    List<Key> added = new ArrayList<>();
    try (ResultSet keys = insert.executeQuery()) {
      while (keys.next()) {
        added.add(new Key(keys.getString(1), keys.getString(2)));
      }
    }
    return added;
  }

  private PreparedStatement insertOf(int rows) throws SQLException {
    PreparedStatement insert = inserts.get(rows);
    if (insert == null) {
      String row = "(" + String.join(",", Collections.nCopies(COLUMNS, "?")) + ")";
      insert =
          connection.prepareStatement(
              "INSERT INTO events VALUES "
                  + String.join(",", Collections.nCopies(rows, row))
                  + " ON CONFLICT DO NOTHING RETURNING source, id");
      inserts.put(rows, insert);
    }
    return insert;
  }

  private static int bind(PreparedStatement insert, int first, StoredEvent row)
      throws SQLException {
    Event event = row.event();
    Subject subject = event.subject();
    @Nullable Object[] values = {
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
      row.weight()
    };
    for (int i = 0; i < values.length; i++) {
      insert.setObject(first + i, values[i]);
    }
    return first + values.length;
  }

  private void insertRejected(List<RejectedEvent> rejected) throws SQLException {
    if (rejected.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO rejected VALUES (?, ?, ?, ?, ?)")) {
      for (RejectedEvent row : rejected) {
        insert.setString(1, row.source());
        insert.setObject(2, utc(row.received()));
        insert.setString(3, row.reason());
        insert.setString(4, row.detail());
        insert.setObject(5, row.json());
        insert.executeUpdate();
      }
    }
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

  private record Key(String source, String id) {
    static Key of(Event event) {
      return new Key(event.source(), event.id());
    }
  }
}
