package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.store.DuckDbEventStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A question that would never end. */
@Timeout(60)
class TimeLimitIT {

  @Test
  void endsWithAnAnswerThatSaysWhatToDo(@TempDir Path folder) throws SQLException {
    Path file = folder.resolve("endless.duckdb");
    DuckDbEventStore.open(TestStore.at(file)).close();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE events RENAME TO few");
      statement.execute(
          """
          INSERT INTO few (source, id, type, stage, outcome, time, received, json, weight)
          VALUES ('auth0', '1', 's', 'login', 'success', '2026-11-24 11:30:00',
                  '2026-11-24 11:30:00', '{}', 1)""");
      statement.execute(
          "CREATE VIEW events AS SELECT few.* FROM few, range(1000000), range(1000000000)");
    }
    try (RunningDashboards dashboards =
        RunningDashboards.start(file, "devicegate.store.query-timeout=1s")) {
      HttpResponse<String> answer =
          dashboards.get(
              "/api/v1/timeseries?from=2026-11-24T11:00:00Z&to=2026-11-24T12:00:00Z&type=s");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(504);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(answer.body()).contains("PT1S", "devicegate.store.query-timeout");
    }
  }
}
