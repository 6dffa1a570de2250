package io.devicegate.dashboards;

import io.devicegate.dashboards.store.StoreProperties;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Settings of a store for tests: small, and in this file. */
public final class TestStore {

  /** How many dead letters it keeps. */
  public static final int MAX_DEAD_LETTERS = 50;

  private TestStore() {}

  public static StoreProperties at(Path file) {
    return new StoreProperties(
        file,
        Duration.ofDays(30),
        DataSize.ofMegabytes(128),
        DataSize.ofMegabytes(16),
        MAX_DEAD_LETTERS,
        Duration.ofSeconds(5));
  }
}
