package io.devicegate.dashboards.store;

import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The questions, each on a connection of the caller's. */
final class DuckDbReader {

  private static final Duration DEVICE_CLIENT_MEMORY = Duration.ofDays(1);

  private static final String COUNTS =
      "SELECT source, type, stage, outcome, reason, CAST(sum(weight) AS BIGINT) FROM events ";

  private static final String BY_KIND = " GROUP BY source, type, stage, outcome, reason";

  private static final String EVENTS =
      """
      SELECT source, id, type, stage, outcome, reason, time, received,
             client, user_id, session, ip, description, json, weight
      FROM events WHERE\s""";

  private static final String ARRIVED = EVENTS + "received >= ? AND received < ?";

  private static final String BEHIND =
      """
       AND (received > ? OR (received = ? AND (time > ? OR (time = ?
         AND (source > ? OR (source = ? AND id > ?))))))""";

  private static final String BUCKET = "CAST(floor(extract(epoch FROM time) / %d) AS BIGINT)";

  private static final String TIMESERIES =
      """
      SELECT source, type, stage, outcome, reason, CAST(sum(weight) AS BIGINT),
             %s AS bucket
      FROM events\s""";

  private static final String BY_BUCKET =
      " GROUP BY source, type, stage, outcome, reason, bucket ORDER BY bucket LIMIT "
          + EventStore.MAX_ROWS;

  private static final String IN_RANGE = " AND time >= ? AND time < ?";

  private static final String BEFORE =
      " AND (time < ? OR (time = ? AND (source < ? OR (source = ? AND id < ?))))";

  private static final String COMPARE =
      """
      WITH told AS (
        SELECT value, CAST(sum(first) AS BIGINT) AS first, CAST(sum(second) AS BIGINT) AS second
        FROM (SELECT %s AS value,
                     CASE WHEN %s THEN weight ELSE 0 END AS first,
                     CASE WHEN %s THEN weight ELSE 0 END AS second
              FROM events WHERE time >= ? AND time < ?) AS marked
        WHERE first + second > 0 GROUP BY value)
      SELECT value, first, second FROM (
        SELECT 0 AS part, '' AS value, CAST(sum(first) AS BIGINT) AS first,
               CAST(sum(second) AS BIGINT) AS second FROM told
        UNION ALL
        SELECT 1, '', CAST(sum(first) AS BIGINT), CAST(sum(second) AS BIGINT) FROM told
        WHERE value IS NULL OR value = ''
        UNION ALL
        SELECT 2, '', count(*), 0 FROM told WHERE value <> ''
        UNION ALL
        (SELECT 3, value, first, second FROM told WHERE value <> ''
         ORDER BY first + second DESC, value LIMIT %d)) AS parts
      ORDER BY part, first + second DESC, value""";

  private static final String BREAKDOWN =
      """
      SELECT source, type, stage, outcome, reason, CAST(sum(weight) AS BIGINT) AS count, value
      FROM (SELECT source, type, stage, outcome, reason, weight, %s AS value
            FROM events WHERE time >= ? AND time < ?) AS told
      WHERE value IS NOT NULL AND value <> ''
      GROUP BY source, type, stage, outcome, reason, value ORDER BY count DESC, value LIMIT %d""";

  private static final String FIRST_SEEN =
      """
      SELECT value, min(time), CAST(sum(weight) AS BIGINT) AS count
      FROM (SELECT time, weight, %s AS value FROM events WHERE time >= ? AND time < ?) AS told
      WHERE value IS NOT NULL AND value <> ''
      GROUP BY value ORDER BY count DESC, value LIMIT %d""";

  /** A step of which the log tells for devices alone. */
  private static final String DEVICE_STEP =
      "source = 'auth0' AND stage IN ('request', 'activation', 'confirmation', 'exchange')";

  /** By client at first, for that tells whose logins they are, and looks at each event once. */
  private static final String ACTIVITY =
      """
      WITH told AS (
        SELECT source, type, stage, outcome, reason, %1$s AS bucket, client, sum(weight) AS count
        FROM events WHERE time >= ? AND time < ?
        GROUP BY source, type, stage, outcome, reason, bucket, client),
      devices AS (
        SELECT client FROM told WHERE %2$s
        UNION
        SELECT client FROM events WHERE %2$s AND time >= ? AND time < ?)
      SELECT source, type, stage, outcome, reason, CAST(sum(count) AS BIGINT), bucket,
             CAST(sum(CASE WHEN source = 'auth0' AND stage = 'login'
                            AND client IN (SELECT client FROM devices)
                           THEN count ELSE 0 END) AS BIGINT)
      FROM told\s""";

  private static final String CALLERS =
      """
      SELECT count(*) FROM (
        SELECT DISTINCT client, user_id FROM events
        WHERE source = 'gateway' AND stage = 'call' AND outcome = 'success'
          AND user_id IS NOT NULL AND time >= ? AND time < ?) AS callers""";

  private static final String LATE =
      """
      SELECT source, stretch, count(*), sum(CASE WHEN lag > %1$d THEN 1 ELSE 0 END), max(lag)
      FROM (SELECT source, CAST(floor(extract(epoch FROM time) / %1$d) AS BIGINT) AS stretch,
                   extract(epoch FROM received) - extract(epoch FROM time) AS lag
            FROM events WHERE time >= ? AND time < ?) AS lags
      GROUP BY source, stretch HAVING max(lag) > %1$d
      ORDER BY stretch, source LIMIT %2$d""";

  private static final String FRESHNESS =
      "SELECT source, max(time), max(received) FROM events GROUP BY source ORDER BY source";

  private final Duration timeout;

  DuckDbReader(Duration timeout) {
    this.timeout = timeout;
  }

  List<StoredEvent> find(Connection connection, EventFilter filter) throws SQLException {
    List<Object> values = new ArrayList<>();
    StringBuilder sql = new StringBuilder(EVENTS).append(condition(filter.selection(), values));
    if (filter.range() != null) {
      sql.append(IN_RANGE);
      values.addAll(times(filter.range()));
    }
    Place behind = filter.behind();
    if (behind != null) {
      sql.append(BEFORE);
      LocalDateTime time = DuckDbWriter.utc(behind.time());
      values.addAll(List.of(time, time, behind.source(), behind.source(), behind.id()));
    }
    sql.append(" ORDER BY time DESC, source DESC, id DESC LIMIT ").append(filter.limit());
    return query(connection, sql.toString(), values, DuckDbReader::event);
  }

  List<StoredEvent> arrived(
      Connection connection, TimeRange range, @Nullable StoredEvent after, int limit)
      throws SQLException {
    StringBuilder sql = new StringBuilder(ARRIVED);
    List<Object> values = new ArrayList<>();
    // What is before the last page need not be looked at.
    values.add(DuckDbWriter.utc(after == null ? range.from() : after.received()));
    values.add(DuckDbWriter.utc(range.to()));
    if (after != null) {
      sql.append(BEHIND);
      LocalDateTime received = DuckDbWriter.utc(after.received());
      LocalDateTime time = DuckDbWriter.utc(after.event().time());
      String source = after.event().source();
      values.addAll(List.of(received, received, time, time, source, source, after.event().id()));
    }
    sql.append(" ORDER BY received, time, source, id LIMIT ").append(limit);
    return query(connection, sql.toString(), values, DuckDbReader::event);
  }

  List<DeadLetter> deadLetters(Connection connection, long after, int limit) throws SQLException {
    String sql =
        "SELECT id, source, received, reason, detail, text FROM dead_letters WHERE id > ?"
            + " ORDER BY id LIMIT "
            + limit;
    return query(connection, sql, List.of(after), DuckDbReader::deadLetter);
  }

  long countDeadLetters(Connection connection) throws SQLException {
    return query(connection, "SELECT count(*) FROM dead_letters", List.of(), row -> row.getLong(1))
        .get(0);
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getLong(1),
        new RejectedEvent(
            row.getString(2),
            instant(row, 3),
            row.getString(4),
            row.getString(5),
            row.getString(6)));
  }

  List<EventCount> count(Connection connection, TimeRange range) throws SQLException {
    String sql = COUNTS + "WHERE time >= ? AND time < ?" + BY_KIND;
    return query(connection, sql, times(range), DuckDbReader::eventCount);
  }

  List<TimedCount> timeseries(Connection connection, Slice slice, Duration bucket)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    String where = "WHERE " + condition(slice.selection(), values) + IN_RANGE;
    values.addAll(times(slice.range()));
    long seconds = bucket.toSeconds();
    return query(
        connection,
        TIMESERIES.formatted(BUCKET.formatted(seconds)) + where + BY_BUCKET,
        values,
        row -> timedCount(row.getLong(7), seconds, eventCount(row)));
  }

  Comparison compare(
      Connection connection, Dimension dimension, Slice first, Slice second, int limit)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    String inFirst = condition(first, values);
    String inSecond = condition(second, values);
    values.addAll(times(around(first.range(), second.range())));
    List<Comparison.Pair> rows =
        query(
            connection,
            COMPARE.formatted(dimension.column(), inFirst, inSecond, limit),
            values,
            row -> new Comparison.Pair(row.getString(1), row.getLong(2), row.getLong(3)));
    Comparison.Pair all = rows.get(0);
    return new Comparison(
        all.first(), all.second(), rows.get(1), rows.get(2).first(), rows.subList(3, rows.size()));
  }

  private static TimeRange around(TimeRange a, TimeRange b) {
    return new TimeRange(
        a.from().isBefore(b.from()) ? a.from() : b.from(),
        a.to().isAfter(b.to()) ? a.to() : b.to());
  }

  List<ValueCount> breakdown(Connection connection, TimeRange range, Dimension dimension, int limit)
      throws SQLException {
    return query(
        connection,
        BREAKDOWN.formatted(dimension.column(), limit),
        times(range),
        row -> new ValueCount(row.getString(7), eventCount(row)));
  }

  List<FirstSeen> firstSeen(Connection connection, TimeRange range, Dimension dimension, int limit)
      throws SQLException {
    return query(
        connection,
        FIRST_SEEN.formatted(dimension.column(), limit),
        times(range),
        row -> new FirstSeen(row.getString(1), instant(row, 2), row.getLong(3)));
  }

  DeviceActivity<EventCount> activity(Connection connection, TimeRange range) throws SQLException {
    return activity(connection, range, "CAST(0 AS BIGINT)", (bucket, events) -> events);
  }

  DeviceActivity<TimedCount> activity(Connection connection, TimeRange range, Duration bucket)
      throws SQLException {
    long seconds = bucket.toSeconds();
    return activity(
        connection,
        range,
        BUCKET.formatted(seconds),
        (number, events) -> timedCount(number, seconds, events));
  }

  private <T> DeviceActivity<T> activity(
      Connection connection, TimeRange range, String bucket, BiFunction<Long, EventCount, T> count)
      throws SQLException {
    List<Object> values = new ArrayList<>(times(range));
    values.addAll(times(TimeRange.before(range.from(), DEVICE_CLIENT_MEMORY)));
    List<Told> told =
        query(
            connection,
            ACTIVITY.formatted(bucket, DEVICE_STEP) + BY_BUCKET,
            values,
            row -> new Told(eventCount(row), row.getLong(7), row.getLong(8)));
    return new DeviceActivity<>(
        told.stream().map(row -> count.apply(row.bucket, row.events)).toList(),
        told.stream()
            .filter(row -> row.deviceLogins > 0)
            .map(row -> count.apply(row.bucket, row.events.withCount(row.deviceLogins)))
            .toList());
  }

  long countCallers(Connection connection, TimeRange range) throws SQLException {
    return query(connection, CALLERS, times(range), row -> row.getLong(1)).get(0);
  }

  List<LateStretch> late(Connection connection, TimeRange range, Duration after)
      throws SQLException {
    long seconds = Math.max(60, after.toSeconds());
    return query(
        connection,
        LATE.formatted(seconds, EventStore.MAX_BUCKETS),
        times(range),
        row -> {
          Instant begin = Instant.ofEpochSecond(row.getLong(2) * seconds);
          return new LateStretch(
              row.getString(1),
              new TimeRange(begin, begin.plusSeconds(seconds)),
              row.getLong(3),
              row.getLong(4),
              Duration.ofMillis(Math.round(row.getDouble(5) * 1_000)));
        });
  }

  List<SourceFreshness> freshness(Connection connection) throws SQLException {
    return query(
        connection,
        FRESHNESS,
        List.of(),
        row -> new SourceFreshness(row.getString(1), instant(row, 2), instant(row, 3)));
  }

  Optional<Cursor> cursor(Connection connection, String reader) throws SQLException {
    return query(
            connection,
            "SELECT position, moved FROM cursors WHERE reader = ?",
            List.of(reader),
            row -> new Cursor(reader, row.getString(1), instant(row, 2)))
        .stream()
        .findFirst();
  }

  private static String condition(Slice slice, List<Object> values) {
    String condition = condition(slice.selection(), values) + IN_RANGE;
    values.addAll(times(slice.range()));
    return condition;
  }

  /** The selection in SQL, with a question mark for each of the values that it adds. */
  private static String condition(Selection selection, List<Object> values) {
    List<String> parts = new ArrayList<>(List.of("1 = 1"));
    selection
        .values()
        .forEach(
            (dimension, allowed) -> {
              String marks = String.join(", ", Collections.nCopies(allowed.size(), "?"));
              String known = dimension.column() + " IN (" + marks + ")";
              parts.add(
                  allowed.contains(Selection.NONE)
                      ? "(" + dimension.column() + " IS NULL OR " + known + ")"
                      : known);
              values.addAll(allowed);
            });
    String text = selection.text();
    if (text != null) {
      for (String word : text.strip().split("\\s+")) {
        parts.add("strpos(lower(description), lower(?)) > 0");
        values.add(word);
      }
    }
    return String.join(" AND ", parts);
  }

  private static List<Object> times(TimeRange range) {
    return List.of(DuckDbWriter.utc(range.from()), DuckDbWriter.utc(range.to()));
  }

  private <T> List<T> query(Connection connection, String sql, List<Object> values, Row<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    Subject subject =
        new Subject(row.getString(9), row.getString(10), row.getString(11), row.getString(12));
    Event event =
        new Event(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            instant(row, 7),
            subject,
            row.getString(14));
    return new StoredEvent(
        event,
        stage(row.getString(4)),
        outcome(row.getString(5)),
        row.getString(6),
        row.getString(13),
        instant(row, 8),
        row.getLong(15),
        null);
  }

  private static EventCount eventCount(ResultSet row) throws SQLException {
    return new EventCount(
        row.getString(1),
        row.getString(2),
        stage(row.getString(3)),
        outcome(row.getString(4)),
        row.getString(5),
        row.getLong(6));
  }

  private static TimedCount timedCount(long bucket, long seconds, EventCount events) {
    return new TimedCount(Instant.ofEpochSecond(bucket * seconds), events);
  }

  private static Stage stage(String label) {
    return Stage.valueOf(label.toUpperCase(Locale.ROOT));
  }

  private static Outcome outcome(String label) {
    return Outcome.valueOf(label.toUpperCase(Locale.ROOT));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private record Told(EventCount events, long bucket, long deviceLogins) {}

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }
}
