package io.devicegate.gateway.decisionlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<DecisionRecord> exported = Collections.synchronizedList(new ArrayList<>());

  @Test
  void closingExportsWhatWaits() {
    DecisionLog log = log(100, exported::addAll);
    log.start();
    for (int i = 0; i < 50; i++) {
      log.record(record("allow", i));
    }
    log.close();

    assertThat(exported).extracting(DecisionRecord::decisionId).hasSize(50).first().isEqualTo("0");
    assertThat(dropped()).isZero();
  }

  @Test
  void everyExporterGetsEveryRecordInOrder() {
    List<DecisionRecord> second = Collections.synchronizedList(new ArrayList<>());
    DecisionLog log = log(100, exported::addAll, second::addAll);
    log.start();
    log.record(record("allow", 1));
    log.record(record("refuse", 2));
    log.close();

    assertThat(exported).extracting(DecisionRecord::decisionId).containsExactly("1", "2");
    assertThat(second).isEqualTo(exported);
  }

  @Test
  void losesAllowedOnesBeforeRefusals() {
    // Never started: the queue only fills.
    DecisionLog log = log(10, exported::addAll);
    for (int i = 0; i < 20; i++) {
      log.record(record("allow", i));
    }
    assertThat(dropped("queue_full_allow")).isEqualTo(12);

    log.record(record("refuse", 20));
    log.record(record("refuse", 21));
    assertThat(dropped("queue_full_refuse")).isZero();
    log.record(record("refuse", 22));
    assertThat(dropped("queue_full_refuse")).isEqualTo(1);
  }

  @Test
  void failingExporterLosesItsBatchAndNothingElse() {
    DecisionLog log =
        log(
            100,
            batch -> {
              throw new IllegalStateException("down");
            },
            exported::addAll);
    log.start();
    log.record(record("allow", 1));
    log.close();

    assertThat(exported).hasSize(1);
    assertThat(dropped("exporter_failed")).isEqualTo(1);
  }

  @Test
  void closingDoesNotWaitForEverForAnExporterThatHangs() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    DecisionLog log =
        log(
            10,
            batch -> {
              entered.countDown();
              await(never);
            });
    log.start();
    log.record(record("refuse", 1));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    log.record(record("refuse", 2));
    log.close();

    assertThat(dropped("closed")).isEqualTo(1);
  }

  @Test
  void countsWhatComesAfterClosing() {
    DecisionLog log = log(10, exported::addAll);
    log.start();
    log.close();
    log.record(record("allow", 1));

    assertThat(dropped()).isEqualTo(1);
  }

  private DecisionLog log(int queueSize, DecisionExporter... exporters) {
    return new DecisionLog(
        new DecisionLogProperties(queueSize, 5, Duration.ofSeconds(1)),
        List.of(exporters),
        new GatewayMetrics(registry));
  }

  private double dropped(String cause) {
    return registry.find("devicegate.decision.log.dropped").tag("result", cause).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private double dropped() {
    return registry.find("devicegate.decision.log.dropped").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static DecisionRecord record(String effect, int id) {
    return new DecisionRecord(
        String.valueOf(id),
        Instant.EPOCH,
        "route",
        "GET",
        "/",
        effect,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Duration.ZERO,
        null,
        null,
        null,
        null,
        null);
  }
}
