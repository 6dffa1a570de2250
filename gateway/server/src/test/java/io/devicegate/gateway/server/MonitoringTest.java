package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.telemetry.DashboardMetric;
import io.devicegate.gateway.telemetry.TelemetryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Boards and rules name what there is, and boards say what they show. */
class MonitoringTest {

  private static final Pattern NAME = Pattern.compile("\\bdevicegate[_:][a-z0-9_:]+");

  /** What Prometheus appends to a meter's name, by its unit and kind. */
  private static final Pattern SUFFIX =
      Pattern.compile("(_[a-z]+)?(_total|_bucket|_count|_sum|_max)?");

  @Test
  void everyMetricIsInAnEnum() throws IOException {
    List<Monitoring.Query> queries = new ArrayList<>(Monitoring.panelQueries());
    queries.addAll(Monitoring.rules("alerts.yaml"));
    queries.addAll(Monitoring.rules("recording-rules.yaml"));
    Set<String> recorded =
        Monitoring.rules("recording-rules.yaml").stream()
            .map(Monitoring.Query::where)
            .collect(Collectors.toSet());

    assertThat(queries)
        .hasSizeGreaterThan(100)
        .allSatisfy(
            query ->
                assertThat(names(query.expression()))
                    .as(query.where())
                    .allMatch(name -> recorded.contains(name) || isMetric(name)));
  }

  @Test
  void aNameThatIsNotInAnEnumIsSeen() {
    assertThat(isMetric("devicegate_decisions_total")).isTrue();
    assertThat(isMetric("devicegate_ingest_lag_seconds_bucket")).isTrue();
    assertThat(isMetric("devicegate_decisions_made_up_total")).isFalse();
    assertThat(isMetric("devicegate_made_up_total")).isFalse();
  }

  @Test
  void boardsHaveTheirVariablesAndLeadToTheIncidentPage() throws IOException {
    assertThat(Monitoring.boards())
        .hasSize(5)
        .allSatisfy(
            board -> {
              assertThat(board.path("editable").asBoolean()).isFalse();
              assertThat(board.path("uid").asString()).startsWith("devicegate-");
              assertThat(
                      board
                          .at("/templating/list")
                          .valueStream()
                          .map(it -> it.path("name").asString()))
                  .contains("datasource", "job", "dashboards");
              assertThat(board.path("links").toString())
                  .contains("${dashboards}/?from=${__from}&to=${__to}");
            });
  }

  @Test
  void panelsSayWhatTheyShowAndInWhichUnit() throws IOException {
    assertThat(Monitoring.panels())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asString()).isNotBlank();
              assertThat(panel.path("description").asString()).isNotBlank();
              assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
              assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
              assertThat(panel.path("links").toString()).contains("from=${__from}&to=${__to}");
              assertThat(panel.path("targets").valueStream())
                  .isNotEmpty()
                  .allSatisfy(
                      (JsonNode target) ->
                          assertThat(target.path("expr").asString()).contains("job=~\"$job\""));
            });
  }

  private static List<String> names(String expression) {
    return NAME.matcher(expression).results().map(MatchResult::group).toList();
  }

  private static boolean isMetric(String name) {
    return metrics()
        .map(id -> id.replace('.', '_'))
        .anyMatch(
            id -> name.startsWith(id) && SUFFIX.matcher(name.substring(id.length())).matches());
  }

  private static Stream<String> metrics() {
    return Stream.concat(
        Stream.of(DashboardMetric.values()).map(DashboardMetric::id),
        Stream.of(TelemetryName.values())
            .filter(
                name ->
                    switch (name.kind()) {
                      case COUNTER, TIMER, GAUGE -> true;
                      case SPAN, LABEL, SPAN_TAG -> false;
                    })
            .map(TelemetryName::wireName));
  }
}
