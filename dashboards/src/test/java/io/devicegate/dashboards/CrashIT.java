package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.StoreProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A process that is killed in the middle of its work, and its successor. */
@Timeout(180)
class CrashIT {

  private static final int BATCH = 40;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 12;

  @TempDir private Path folder;

  @Test
  void losesNoAcknowledgedEventAndStoresNoneTwice() throws IOException {
    Path store = folder.resolve("events.duckdb");
    List<String> acknowledged = new ArrayList<>();
    int sent = killWhileIngesting(store, acknowledged);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);

    try (RunningDashboards successor = RunningDashboards.startOnOnePort(store)) {
      for (String batch : acknowledged) {
        assertThat(successor.post(batch).body())
            .contains("\"stored\":0", "\"duplicates\":" + BATCH);
      }
      for (int i = 0; i < sent; i++) {
        assertThat(successor.post(batch(i)).statusCode()).isEqualTo(200);
      }
      assertThat(successor.get("/api/v1/funnel").body()).contains("\"succeeded\":" + sent * BATCH);
    }
  }

  /** Posts without pause until the process is dead, which happens somewhere inside a delivery. */
  private static int killWhileIngesting(Path store, List<String> acknowledged) throws IOException {
    try (KilledDashboards killed = KilledDashboards.start(store)) {
      assertThatThrownBy(() -> DuckDbEventStore.open(settings(store)))
          .hasMessageContaining(store.toString())
          .hasMessageContaining("devicegate.store.path")
          .hasMessageContaining("another process holds it");
      Thread killer = new Thread(killed::kill);
      for (int sent = 0; ; sent++) {
        if (sent == ACKNOWLEDGED_BEFORE_THE_KILL) {
          killer.start();
        }
        if (!killed.post(batch(sent))) {
          return sent + 1;
        }
        acknowledged.add(batch(sent));
      }
    }
  }

  private static StoreProperties settings(Path store) {
    return new StoreProperties(
        store,
        Duration.ofDays(30),
        DataSize.ofMegabytes(64),
        DataSize.ofMegabytes(16),
        100_000,
        Duration.ofSeconds(5));
  }

  private static String batch(int number) {
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      batch.append("{\"log_id\":\"k%d-%d\",\"type\":\"sede\"}\n".formatted(number, i));
    }
    return batch.toString();
  }
}
