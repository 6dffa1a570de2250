package io.devicegate.dashboards.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {

  private static final Instant NOON = TestEvents.NOON;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PipelineMetrics metrics = new PipelineMetrics(registry);

  @Test
  void countsEventsByTypeStageAndOutcome() {
    metrics.stored(List.of(tenant("1", "sede"), tenant("2", "sede"), tenant("3", "fdecc")), NOON);

    assertThat(events("sede", "exchange", "success")).isEqualTo(2);
    assertThat(events("fdecc", "confirmation", "cancelled")).isEqualTo(1);
  }

  @Test
  void countsUnknownCodesAndKeepsTheirNamesFew() {
    List<StoredEvent> unknown =
        IntStream.range(0, 500).mapToObj(i -> tenant("id" + i, "new_code_" + i)).toList();
    metrics.stored(unknown, NOON);
    metrics.stored(List.of(tenant("x", "with\nbreak and \"quotes\"")), NOON);

    assertThat(registry.counter("devicegate.auth0.unknown.events").count()).isEqualTo(501);
    assertThat(events("other", "none", "unknown")).isEqualTo(451);
    assertThat(registry.find("devicegate.auth0.events").tag("outcome", "unknown").counters())
        .hasSize(51);
  }

  @Test
  void countsDecisionsByOutcomeAndReason() {
    metrics.stored(
        List.of(
            TestEvents.decision("1", NOON, Outcome.SUCCESS, null, "alice"),
            TestEvents.decision("2", NOON, Outcome.FAILURE, "expired_token", "alice")),
        NOON);

    assertThat(decisions("success", "none")).isEqualTo(1);
    assertThat(decisions("failure", "expired_token")).isEqualTo(1);
  }

  @Test
  void splitsTheAgeOfAnEventIntoWhoseItIs() {
    String logged = "90020261124120002000000000000000000000001223372052034941034";
    metrics.stored(
        List.of(TestEvents.tenant(logged, "sede", NOON)), NOON.plusSeconds(3).plusMillis(500));

    assertThat(lag("tenant")).isEqualTo(2_000);
    assertThat(lag("delivery")).isEqualTo(1_000);
    assertThat(lag("process")).isEqualTo(500);
  }

  @Test
  void takesAClockThatRunsAheadForNoAge() {
    metrics.stored(List.of(TestEvents.tenant("x", "sede", NOON)), NOON);

    assertThat(lag("process")).isZero();
  }

  @Test
  void usesOnlyNamesAndLabelsOfTheEnum() {
    metrics.received("auth0", 1);
    metrics.stored("auth0", 1);
    metrics.duplicates("auth0", 1);
    metrics.rejected("auth0", "no_type");
    metrics.failed("auth0", "queue_full", 1);
    metrics.refused("unauthorized");
    metrics.watchWaiting(() -> 1);
    metrics.watchViewers(() -> 1);
    metrics.watchDeadLetters(() -> 1);
    metrics.watchSilence("auth0", () -> 1);
    metrics.commitTook(Duration.ofMillis(1));
    metrics.streamDropped(1);
    metrics.polled("success");
    metrics.filled(1);
    metrics.watchCursorAge(() -> 1);
    metrics.watchMissed("webhook", () -> 1);
    metrics.watchChecks("filters", "ok", () -> 1);
    metrics.stored(
        List.of(tenant("1", "sede"), TestEvents.decision("2", NOON, Outcome.SUCCESS, "ok", "a")),
        NOON);
    FlowMetrics flow = new FlowMetrics(registry, new Exemplars(), List.of());
    flow.failed(
        new FlowMetrics.Ending("exchange", "fault"),
        "access_denied",
        TestEvents.tenant("1", "fede", TestEvents.NOON));
    flow.took("login", "exchange", Duration.ofSeconds(20));
    DetectionMetrics detections = new DetectionMetrics(registry);
    detections.looked(1);
    detections.skipped("late", 1);
    detections.lag(Duration.ofMillis(1));
    detections.watchWaiting(() -> 1);
    detections.watchKeys(() -> 1);
    detections.reloaded(true);
    detections.raised("poll-abuse");
    detections.known("poll_abuse");

    List<Meter> meters =
        registry.getMeters().stream()
            // The simple registry shows the buckets of a timer as gauges of their own.
            .filter(meter -> !meter.getId().getName().endsWith(".histogram"))
            .toList();
    assertThat(meters).isNotEmpty().allSatisfy(PipelineMetricsTest::isDocumented);
    assertThat(meters.stream().map(meter -> meter.getId().getName()).distinct())
        .hasSize(DashboardMetric.values().length);
  }

  private static void isDocumented(Meter meter) {
    Optional<DashboardMetric> metric =
        Arrays.stream(DashboardMetric.values())
            .filter(candidate -> candidate.id().equals(meter.getId().getName()))
            .findFirst();
    assertThat(metric).as(meter.getId().getName()).isPresent();
    assertThat(meter.getId().getTags().stream().map(Tag::getKey))
        .hasSameElementsAs(metric.orElseThrow().labels());
    assertThat(meter.getId().getDescription()).isEqualTo(metric.orElseThrow().description());
  }

  private static StoredEvent tenant(String id, String type) {
    return TestEvents.tenant(id, type, NOON);
  }

  private double events(String type, String stage, String outcome) {
    return registry
        .counter("devicegate.auth0.events", "type", type, "stage", stage, "outcome", outcome)
        .count();
  }

  private double decisions(String outcome, String reason) {
    return registry
        .counter("devicegate.stored.decisions", "outcome", outcome, "reason", reason)
        .count();
  }

  private double lag(String segment) {
    Timer timer = registry.get("devicegate.ingest.lag").tag("segment", segment).timer();
    return timer.totalTime(TimeUnit.MILLISECONDS);
  }
}
