package io.devicegate.dashboards.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/**
 * Keeps events in one DuckDB file of this process.
 *
 * <p>DuckDB locks the file: a second process cannot open it. A commit is in the write-ahead log, on
 * disk, before {@link #append} returns, so a killed process loses nothing that it acknowledged. At
 * most {@value #MAX_READERS} questions run at once; the others wait, but not longer than the query
 * timeout.
 */
public final class DuckDbEventStore implements EventStore {

  private static final Logger log = LoggerFactory.getLogger(DuckDbEventStore.class);

  private static final int MAX_READERS = 4;

  /** What the file is called within DuckDB. */
  private static final String CATALOG = "store";

  /**
   * A checkpoint writes the last row group anew, and no commit passes meanwhile. At DuckDB's own
   * size, 122,880 rows, that stopped commits for a second at a time; so, for a tenth of one. An
   * append of a whole group goes into the file at once, and not into the log before.
   */
  private static final int ROWS_PER_GROUP = BULK;

  /** Of what a question cannot hold in memory; one that needs more fails. */
  private static final DataSize MOST_SPILLED = DataSize.ofGigabytes(1);

  private final StoreProperties properties;
  private final DuckDBConnection connection;
  private final DuckDbWriter writer;
  private final DuckDbReader reader;
  private final Semaphore readers = new Semaphore(MAX_READERS, true);

  /** Every page asks for it, and to find it is to look at all that is stored; so once only. */
  private final Map<String, SourceFreshness> heard = new ConcurrentHashMap<>();

  private volatile boolean isHistoryHeard;

  private DuckDbEventStore(
      StoreProperties properties, DuckDBConnection connection, DuckDbWriter writer) {
    this.properties = properties;
    this.connection = connection;
    this.writer = writer;
    this.reader = new DuckDbReader(properties.queryTimeout());
  }

  /**
   * Opens the file, or creates it.
   *
   * @throws StoreUnavailableException if it cannot be opened; the message names the file, the
   *     property and the reason
   */
  public static DuckDbEventStore open(StoreProperties properties) {
    Path path = properties.path().toAbsolutePath().normalize();
    try {
      createFolder(path);
      return open(properties, connect(path, properties));
    } catch (SQLException | IOException e) {
      throw StoreFailure.opening(path, e);
    }
  }

  private static DuckDbEventStore open(StoreProperties properties, DuckDBConnection connection)
      throws SQLException {
    boolean ready = false;
    try {
      DuckDbSchema.prepare(connection);
      DuckDbEventStore store =
          new DuckDbEventStore(
              properties, connection, new DuckDbWriter(connection, properties.maxDeadLetters()));
      ready = true;
      return store;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  private static void createFolder(Path path) throws IOException {
    Path folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  private static DuckDBConnection connect(Path path, StoreProperties properties)
      throws SQLException, IOException {
    Properties settings = new Properties();
    settings.put("memory_limit", properties.memory().toMegabytes() + "MB");
    settings.put("checkpoint_threshold", properties.checkpointAfter().toMegabytes() + "MB");
    settings.put("threads", "2");
    // What a question has freed goes back by itself, not when its thread next asks for some.
    settings.put("allocator_background_threads", "true");
    // Beside the file, not in whatever folder the process was started from.
    Path spilled = path.resolveSibling("." + path.getFileName() + ".tmp");
    settings.put("temp_directory", spilled.toString());
    settings.put("max_temp_directory_size", MOST_SPILLED.toMegabytes() + "MB");
    // The store reads its own file and nothing else: no extension is looked for, none downloaded.
    settings.put("autoinstall_known_extensions", "false");
    settings.put("autoload_known_extensions", "false");
    // What is opened here is an empty database in memory: only an attached file takes a row group
    // size.
    DuckDBConnection connection =
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "ATTACH '%s' AS %s (STORAGE_VERSION 'latest', ROW_GROUP_SIZE %d)"
              .formatted(path.toString().replace("'", "''"), CATALOG, ROWS_PER_GROUP));
      connection.setCatalog(CATALOG);
      // What a killed process left there; nobody else is at it, since the file is locked by now.
      FileSystemUtils.deleteRecursively(spilled);
      return connection;
    } catch (SQLException | IOException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public List<StoredEvent> append(
      List<StoredEvent> events, List<RejectedEvent> rejected, List<Cursor> cursors) {
    List<StoredEvent> stored = write(() -> writer.append(events, rejected, cursors));
    stored.forEach(
        it -> heard(new SourceFreshness(it.event().source(), it.event().time(), it.received())));
    return stored;
  }

  @Override
  public long rewrite(List<StoredEvent> events) {
    return events.isEmpty() ? 0 : write(() -> writer.rewrite(events));
  }

  @Override
  public List<DeadLetter> deadLetters(long after, int limit) {
    return read(connection -> reader.deadLetters(connection, after, limit));
  }

  @Override
  public long countDeadLetters() {
    return read(reader::countDeadLetters);
  }

  @Override
  public void forgetDeadLetters(List<Long> ids) {
    write(() -> writer.forgetDeadLetters(ids));
  }

  @Override
  public void forgetDeadLettersUntil(Instant received) {
    write(() -> writer.forgetDeadLettersUntil(received));
  }

  @Override
  public long erase(String user) {
    return write(() -> writer.erase(user));
  }

  @Override
  public Optional<Cursor> cursor(String reader) {
    return read(connection -> this.reader.cursor(connection, reader));
  }

  @Override
  public long dropBefore(Instant instant) {
    long dropped = write(() -> writer.dropBefore(instant));
    heard.values().removeIf(source -> source.newest().isBefore(instant));
    return dropped;
  }

  @Override
  public List<StoredEvent> find(EventFilter filter) {
    return read(connection -> reader.find(connection, filter));
  }

  @Override
  public List<StoredEvent> arrived(TimeRange range, @Nullable StoredEvent after, int limit) {
    return read(connection -> reader.arrived(connection, range, after, limit));
  }

  @Override
  public List<EventCount> count(TimeRange range) {
    return read(connection -> reader.count(connection, range));
  }

  @Override
  public List<TimedCount> timeseries(Slice slice, Duration bucket) {
    check(slice.range(), bucket);
    return read(connection -> reader.timeseries(connection, slice, bucket));
  }

  @Override
  public DeviceActivity<TimedCount> activity(TimeRange range, Duration bucket) {
    check(range, bucket);
    return read(connection -> reader.activity(connection, range, bucket));
  }

  private static void check(TimeRange range, Duration bucket) {
    if (bucket.toSeconds() < 1
        || Duration.between(range.from(), range.to()).dividedBy(bucket) > MAX_BUCKETS) {
      throw new IllegalArgumentException(
          "bucket: "
              + bucket
              + " (expected: 1 s or more, and at most "
              + MAX_BUCKETS
              + " of them)");
    }
  }

  @Override
  public List<ValueCount> breakdown(TimeRange range, Dimension dimension, int limit) {
    return read(connection -> reader.breakdown(connection, range, dimension, limit));
  }

  @Override
  public Comparison compare(Dimension dimension, Slice first, Slice second, int limit) {
    return read(connection -> reader.compare(connection, dimension, first, second, limit));
  }

  @Override
  public List<FirstSeen> firstSeen(TimeRange range, Dimension dimension, int limit) {
    return read(connection -> reader.firstSeen(connection, range, dimension, limit));
  }

  @Override
  public DeviceActivity<EventCount> activity(TimeRange range) {
    return read(connection -> reader.activity(connection, range));
  }

  @Override
  public long countCallers(TimeRange range) {
    return read(connection -> reader.countCallers(connection, range));
  }

  @Override
  public List<LateStretch> late(TimeRange range, Duration after) {
    return read(connection -> reader.late(connection, range, after));
  }

  @Override
  public List<SourceFreshness> freshness() {
    if (!isHistoryHeard) {
      read(reader::freshness).forEach(this::heard);
      isHistoryHeard = true;
    }
    return heard.values().stream().sorted(Comparator.comparing(SourceFreshness::source)).toList();
  }

  private void heard(SourceFreshness source) {
    heard.merge(source.source(), source, SourceFreshness::with);
  }

  private synchronized <T> T write(Change<T> change) {
    try {
      return change.make();
    } catch (SQLException e) {
      throw StoreFailure.writing(properties.path(), e);
    }
  }

  private <T> T read(Question<T> question) {
    acquireReader();
    try (DuckDBConnection reading = connection.duplicate()) {
      reading.setCatalog(CATALOG);
      return question.ask(reading);
    } catch (SQLTimeoutException e) {
      throw new StoreTimeoutException(properties.queryTimeout(), e);
    } catch (SQLException e) {
      throw new StoreUnavailableException("Cannot read the event store " + properties.path(), e);
    } finally {
      readers.release();
    }
  }

  private void acquireReader() {
    try {
      if (!readers.tryAcquire(properties.queryTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreUnavailableException("The event store has too many questions to answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Interrupted while waiting for the event store", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      log.warn("The event store {} did not close cleanly", properties.path(), e);
    }
  }

  private interface Change<T> {
    T make() throws SQLException;
  }

  private interface Question<T> {
    T ask(DuckDBConnection connection) throws SQLException;
  }
}
