package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more: here a limit to the size of files, which is one for any user. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
class DiskFaultIT {

  private static final int BATCH = 200;

  @TempDir private Path folder;

  @Test
  void refusesWhatItCannotStoreAndGoesOnWhenItCan() throws IOException {
    try (KilledDashboards dashboards =
        KilledDashboards.start(
            folder.resolve("events.duckdb"), "management.endpoint.health.show-details=always")) {
      assertThat(dashboards.deliver(batch(0))).isEqualTo(200);
      dashboards.limitFiles("1500000");
      int taken = 1;
      int status = 200;
      while (status == 200 && taken < 100) {
        status = dashboards.deliver(batch(taken));
        taken += status == 200 ? 1 : 0;
      }
      assertThat(status).isEqualTo(503);
      assertThat(dashboards.get("/actuator/health/devicegateIntake"))
          .contains("\"status\":\"DOWN\"", "Cannot write the event store", "ulimit -f");

      dashboards.limitFiles("unlimited");
      String again = batch(taken);
      await().atMost(Duration.ofSeconds(60)).until(() -> dashboards.post(again));
      assertThat(dashboards.get("/actuator/health/devicegateIntake")).contains("\"status\":\"UP\"");
      assertThat(dashboards.get("/api/v1/pipeline"))
          .contains("\"balanced\":true", "\"stored\":" + (taken + 1) * BATCH + ",");
    }
  }

  private static String batch(int number) {
    return IntStream.range(number * BATCH, (number + 1) * BATCH)
        .mapToObj(
            id ->
                "{\"log_id\":\"id-%d\",\"type\":\"sede\",\"description\":\"%s\"}"
                    .formatted(id, Integer.toHexString(id * 0x9E3779B9).repeat(60)))
        .collect(Collectors.joining("\n"));
  }
}
