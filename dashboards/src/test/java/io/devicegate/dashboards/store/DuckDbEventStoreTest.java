package io.devicegate.dashboards.store;

import static io.devicegate.dashboards.TestStore.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class DuckDbEventStoreTest extends EventStoreContract {

  private final AtomicInteger files = new AtomicInteger();

  @TempDir private Path folder;

  @Override
  EventStore empty() {
    return DuckDbEventStore.open(at(folder.resolve("store" + files.incrementAndGet() + ".duckdb")));
  }

  @Test
  void createsMissingFoldersAndSurvivesARestart() {
    Path file = folder.resolve("a/b/events.duckdb");
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(List.of(TestEvents.tenant("x", "sede", NOON)), List.of());
    }

    try (EventStore again = DuckDbEventStore.open(at(file))) {
      assertThat(again.find(EventFilter.newest(9))).hasSize(1);
      assertThat(again.append(List.of(TestEvents.tenant("x", "sede", NOON)), List.of())).isEmpty();
    }
  }

  /** A whole row group goes past the log, and its columns are found by more than one thread. */
  @Test
  void keepsManyAtOnceThroughARestart() {
    Path file = folder.resolve("many.duckdb");
    List<StoredEvent> many = new ArrayList<>();
    for (int i = 0; i <= EventStore.BULK; i++) {
      many.add(TestEvents.tenant("many-" + i, "sede", NOON.plusMillis(i)));
    }
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      assertThat(store.append(many, List.of())).isEqualTo(many);
      many.add(TestEvents.tenant("one-more", "sede", NOON));
      assertThat(store.append(many, List.of())).containsExactly(many.get(many.size() - 1));
    }

    try (EventStore again = DuckDbEventStore.open(at(file))) {
      assertThat(again.count(new TimeRange(NOON, NOON.plusSeconds(60))))
          .singleElement()
          .extracting(EventCount::count)
          .isEqualTo((long) many.size());
      assertThat(again.find(EventFilter.newest(1))).containsExactly(many.get(EventStore.BULK));
    }
  }

  /** What goes past the log causes no checkpoint of DuckDB's own, and fills its memory. */
  @Test
  void takesMoreThanItsMemoryHolds() {
    StoreProperties small =
        new StoreProperties(
            folder.resolve("more.duckdb"),
            Duration.ofDays(30),
            DataSize.ofMegabytes(64),
            DataSize.ofMegabytes(64),
            1,
            Duration.ofSeconds(60));
    int batches = 80;
    try (EventStore store = DuckDbEventStore.open(small)) {
      for (int batch = 0; batch < batches; batch++) {
        List<StoredEvent> events = new ArrayList<>();
        for (int i = batch * EventStore.BULK; i < (batch + 1) * EventStore.BULK; i++) {
          events.add(TestEvents.tenant("more-" + i, "sede", NOON.plusMillis(i)));
        }
        store.append(events, List.of());
      }

      assertThat(store.count(TimeRange.before(NOON.plusSeconds(3_600), Duration.ofHours(1))))
          .singleElement()
          .extracting(EventCount::count)
          .isEqualTo((long) batches * EventStore.BULK);
    }
  }

  @Test
  void clearsAwayWhatAKilledProcessHadSpilled() throws IOException {
    Path file = folder.resolve("spilled.duckdb");
    Path spilled = Files.createDirectory(folder.resolve(".spilled.duckdb.tmp"));
    Files.writeString(spilled.resolve("duckdb_temp_storage_DEFAULT-0.tmp"), "rows of somebody");

    DuckDbEventStore.open(at(file)).close();

    assertThat(spilled).doesNotExist();
  }

  @Test
  void refusesADamagedFileByNameAndLeavesItAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("damaged.duckdb"), "not a database".repeat(999));

    assertThatThrownBy(() -> DuckDbEventStore.open(at(file)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("devicegate.store.path")
        .hasMessageContaining("damaged");
    assertThat(file).hasSize("not a database".length() * 999L);
  }

  private static final List<String> ADDRESSES =
      List.of(
          "203.0.113.7",
          "2001:db8:1:2::3",
          "2001:db8::1",
          "::1",
          "unknown",
          "h1:ab:cd",
          "a.b",
          "1.2");

  private static final List<String> TOLD =
      List.of(
          "{}",
          """
          {"connection":"users","organization_name":"acme","organization_id":"org_1",
           "location_info":{"country_code":"DE","city_name":"x"},"hostname":"login.example",
           "user_agent":"Mozilla/5.0 (X11) Firefox/128.0","rules_digest":"sha256:ab"}""",
          """
          {"connection":null,"organization_id":"org_2","location_info":null,"user_agent":"curl",
           "route":"api","asn":64500,"details":"text"}""",
          """
          {"user_agent":"Firmware (12)","details":{"request":{"asn":64501,"x":[{"asn":1}]},
           "asn":2},"asn":"64502","connection":"with \\"quotes\\""}""",
          """
          {"user_agent":"","connection":7,"route":true,"details":{"request":"no"},
           "nested":{"connection":"not this"}}""");

  @Test
  void refusesAFileOfANewerVersion() throws SQLException {
    Path file = folder.resolve("newer.duckdb");
    DuckDbEventStore.open(at(file)).close();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE schema_version SET version = 99");
    }

    assertThatThrownBy(() -> DuckDbEventStore.open(at(file)))
        .hasMessageContaining("schema version 99")
        .hasMessageContaining("devicegate.store.path");
  }

  @Test
  void bringsAFileOfTheFirstVersionUpToDate() throws SQLException {
    Path file = folder.resolve("older.duckdb");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE events (
            source VARCHAR NOT NULL, id VARCHAR NOT NULL, type VARCHAR NOT NULL,
            stage VARCHAR NOT NULL, outcome VARCHAR NOT NULL, reason VARCHAR,
            time TIMESTAMP NOT NULL, received TIMESTAMP NOT NULL, client VARCHAR,
            user_id VARCHAR, session VARCHAR, ip VARCHAR, description VARCHAR,
            json VARCHAR NOT NULL, PRIMARY KEY (source, id));
          CREATE TABLE rejected (
            source VARCHAR NOT NULL, received TIMESTAMP NOT NULL, reason VARCHAR NOT NULL,
            detail VARCHAR NOT NULL, json VARCHAR);
          CREATE TABLE schema_version (version INTEGER NOT NULL);
          INSERT INTO schema_version VALUES (1);
          INSERT INTO events VALUES ('auth0', 'old', 'sede', 'exchange', 'success', NULL,
            '2026-11-24 12:00:00', '2026-11-24 12:00:03', 'sandbox-tv', NULL, NULL, NULL, NULL,
            '{}')""");
    }

    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(List.of(TestEvents.tenant("new", "sede", NOON)), List.of());
      assertThat(store.find(EventFilter.newest(9)))
          .extracting(StoredEvent::weight)
          .containsExactly(1L, 1L);
      assertThat(store.count(TimeRange.before(NOON.plusSeconds(1), Duration.ofHours(1))))
          .extracting(EventCount::count)
          .containsExactly(2L);
    }
  }

  /** What a column is filled with must not depend on the version that wrote the event. */
  @Test
  void fillsTheColumnsOfAnOlderFileAsItFillsThemToday() throws SQLException {
    Path file = folder.resolve("fourth.duckdb");
    List<StoredEvent> events = new ArrayList<>();
    for (String json : TOLD) {
      for (String ip : ADDRESSES) {
        events.add(told("new" + events.size(), ip, json));
      }
    }
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(events, List.of());
    }
    inFile(
        file,
        """
        INSERT INTO events (source, id, type, stage, outcome, time, received, ip, json, weight)
          SELECT source, replace(id, 'new', 'old'), type, stage, outcome, time, received, ip, json, 1
          FROM events;
        DELETE FROM events WHERE id LIKE 'new%';
        UPDATE schema_version SET version = 4""");

    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(events, List.of());
      for (Dimension dimension :
          List.of(
              Dimension.CONNECTION,
              Dimension.ORGANIZATION,
              Dimension.COUNTRY,
              Dimension.PROGRAM,
              Dimension.VERSION,
              Dimension.HOST,
              Dimension.ROUTE,
              Dimension.NETWORK,
              Dimension.ASN,
              Dimension.RULES)) {
        assertThat(
                store.breakdown(
                    TimeRange.before(NOON.plusSeconds(1), Duration.ofHours(1)), dimension, 99))
            .as(dimension.label())
            .isNotEmpty()
            .allSatisfy(value -> assertThat(value.events().count()).isEven());
        assertThat(
                store.find(
                    EventFilter.newest(Selection.of(dimension, firstOf(store, dimension)), 99)))
            .extracting(event -> event.event().id().substring(0, 3))
            .contains("old", "new");
      }
    }
  }

  private static String firstOf(EventStore store, Dimension dimension) {
    TimeRange hour = TimeRange.before(NOON.plusSeconds(1), Duration.ofHours(1));
    return store.breakdown(hour, dimension, 1).get(0).value();
  }

  private static StoredEvent told(String id, String ip, String json) {
    return new StoredEvent(
        new Event(Event.AUTH0, id, "sede", NOON, new Subject(null, null, null, ip), json),
        Stage.EXCHANGE,
        Outcome.SUCCESS,
        null,
        null,
        NOON);
  }

  @Test
  void bringsAFileOfTheSecondVersionUpToDate() throws SQLException {
    Path file = folder.resolve("second.duckdb");
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(List.of(TestEvents.tenant("old", "sede", NOON)), List.of());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DROP TABLE cursors; DROP TABLE dead_letters; CREATE TABLE rejected (source VARCHAR,"
              + " received TIMESTAMP, reason VARCHAR, detail VARCHAR, json VARCHAR);"
              + " INSERT INTO rejected VALUES ('auth0', '2026-11-24 12:00:00', 'no_type', 'd', '{}');"
              + " UPDATE schema_version SET version = 2");
    }

    Cursor cursor = new Cursor("r", "old", NOON);
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(List.of(), List.of(), List.of(cursor));
    }
    try (EventStore again = DuckDbEventStore.open(at(file))) {
      assertThat(again.cursor("r")).contains(cursor);
      assertThat(again.find(EventFilter.newest(9))).hasSize(1);
      assertThat(again.deadLetters(0, 9))
          .extracting(letter -> letter.rejected().text())
          .containsExactly("{}");
    }
  }

  @Test
  void isRestoredFromACopyOfItsFile() throws IOException {
    Path file = folder.resolve("original.duckdb");
    Path backup = folder.resolve("backup.duckdb");
    Cursor cursor = new Cursor("r", "x", NOON);
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(List.of(TestEvents.tenant("x", "sede", NOON)), List.of(), List.of(cursor));
    }
    Files.copy(file, backup);
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      store.append(List.of(TestEvents.tenant("y", "sede", NOON)), List.of());
    }

    try (EventStore restored = DuckDbEventStore.open(at(backup))) {
      assertThat(restored.find(EventFilter.newest(9)))
          .extracting(event -> event.event().id())
          .containsExactly("x");
      assertThat(restored.cursor("r")).contains(cursor);
    }
  }

  @Test
  void storesEventsAndTheirCursorTogetherOrNeither() throws SQLException {
    Path file = folder.resolve("half.duckdb");
    DuckDbEventStore.open(at(file)).close();
    inFile(file, "ALTER TABLE cursors RENAME TO elsewhere");
    try (EventStore store = DuckDbEventStore.open(at(file))) {
      Cursor cursor = new Cursor("r", "x", NOON);
      assertThatThrownBy(
              () ->
                  store.append(
                      List.of(TestEvents.tenant("x", "sede", NOON)), List.of(), List.of(cursor)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(store.find(EventFilter.newest(9))).isEmpty();

      assertThat(store.append(List.of(TestEvents.tenant("x", "sede", NOON)), List.of())).hasSize(1);
    }
  }

  private static void inFile(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void refusesAFolderInPlaceOfAFile() {
    assertThatThrownBy(() -> DuckDbEventStore.open(at(folder)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(folder.toString());
  }
}
