package io.devicegate.dashboards.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.dashboards.TestEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
  void refusesAFolderInPlaceOfAFile() {
    assertThatThrownBy(() -> DuckDbEventStore.open(at(folder)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(folder.toString());
  }

  private static StoreProperties at(Path file) {
    return new StoreProperties(
        file,
        Duration.ofDays(30),
        DataSize.ofMegabytes(128),
        DataSize.ofMegabytes(16),
        Duration.ofSeconds(5));
  }
}
