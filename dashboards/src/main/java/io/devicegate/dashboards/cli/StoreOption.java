package io.devicegate.dashboards.cli;

import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreProperties;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine.Option;

/** The store that a command works on. */
final class StoreOption {

  private static final Duration LONG = Duration.ofDays(36_500);

  @Option(
      names = "--store",
      paramLabel = "FILE",
      defaultValue = "data/devicegate.duckdb",
      description =
          "The store's file, devicegate.store.path of the server (default: ${DEFAULT-VALUE}).")
  private Path path = Path.of("data/devicegate.duckdb");

  /** Opens the store, which may be new. */
  EventStore open() {
    return DuckDbEventStore.open(
        new StoreProperties(
            path,
            LONG,
            DataSize.ofMegabytes(512),
            DataSize.ofMegabytes(256),
            StoreProperties.MOST_DEAD_LETTERS,
            Duration.ofMinutes(10)));
  }

  /** Opens a store that is there. */
  EventStore openExisting() throws NoSuchFileException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return open();
  }
}
