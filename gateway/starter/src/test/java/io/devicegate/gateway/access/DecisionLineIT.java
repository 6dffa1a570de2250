package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.gateway.telemetry.TelemetryName;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.TestTokens;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is left of a request in log, metrics and trace. */
class DecisionLineIT {

  private final Capture everything = new Capture();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private Harness harness;

  @BeforeEach
  void capture() {
    harness = Harness.shared();
    everything.start();
    root.addAppender(everything);
  }

  @AfterEach
  void release() {
    root.detachAppender(everything);
  }

  @Test
  void allowedRequestLeavesOneLine() {
    harness.gateway.get(
        "/device/catalogue?page=2",
        "Authorization: Bearer " + harness.issuer.tokens().device(),
        "User-Agent: tv/1.0");
    DecisionRecord decision = harness.nextRecord();

    List<ILoggingEvent> lines = everything.linesOf(decision);
    assertThat(lines).hasSize(1);
    assertThat(fields(lines.get(0)))
        .containsEntry("decision_id", decision.decisionId())
        .containsEntry("route", "device")
        .containsEntry("method", "GET")
        .containsEntry("path", "/device/catalogue")
        .containsEntry("effect", "allow")
        .containsEntry("tenant", "test")
        .containsEntry("issuer", harness.issuer.issuer())
        .containsEntry("subject", TestTokens.SUBJECT)
        .containsEntry("client", TestTokens.DEVICE_CLIENT)
        .containsEntry("protocol", "device")
        .containsEntry("evidence", "device_client:tv-app")
        .containsEntry("ip", "127.0.0.1")
        .containsEntry("user_agent", "tv/1.0")
        .containsKeys("time", "elapsed_us", "trace_id")
        .doesNotContainKeys("reason", "status");
  }

  @Test
  void refusedRequestLeavesOneLineToo() {
    harness.gateway.get("/device/catalogue");

    List<ILoggingEvent> lines = everything.linesOf(harness.nextRecord());
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getFormattedMessage())
        .startsWith("refuse 401 token_missing: GET /device/catalogue (");
    assertThat(fields(lines.get(0)))
        .containsEntry("effect", "refuse")
        .containsEntry("status", 401L)
        .containsEntry("reason", "token_missing")
        .doesNotContainKeys("tenant", "subject", "client", "protocol");
  }

  @Test
  @DisplayName("Regression 34: no log line holds a token or a query")
  void noLineHoldsTokenOrQuery() {
    root.setLevel(Level.DEBUG);
    try {
      TestTokens tokens = harness.issuer.tokens();
      for (String token : List.of(tokens.device(), tokens.machine(), tokens.expired(), "garbage")) {
        harness.gateway.call("/device/x?secret=hunter2", token);
        harness.gateway.get("/device/x?access_token=" + token);
        harness.nextRecord();
        harness.nextRecord();
        String signature = token.substring(token.lastIndexOf('.') + 1);
        assertThat(everything.ours()).isNotEmpty().noneMatch(line -> line.contains(signature));
      }
      assertThat(everything.ours()).noneMatch(line -> line.contains("hunter2"));
    } finally {
      root.setLevel(Level.INFO);
    }
  }

  @Test
  void countsAndTimesDecisions() {
    SimpleMeterRegistry registry = harness.gateway.bean(SimpleMeterRegistry.class);
    double before = refusals(registry);
    harness.gateway.call("/device/x", harness.issuer.tokens().machine());
    harness.nextRecord();

    assertThat(refusals(registry)).isEqualTo(before + 1);
    assertThat(
            registry
                .get(TelemetryName.DECISION_DURATION.wireName())
                .tag(TelemetryName.EFFECT.wireName(), "refuse")
                .timer()
                .count())
        .isPositive();
    assertThat(registry.get(TelemetryName.TOKEN_CACHE_LOOKUPS.wireName()).counters()).hasSize(2);
    assertThat(registry.get(TelemetryName.TOKEN_CACHE_SIZE.wireName()).gauge().value())
        .isPositive();
  }

  @Test
  @DisplayName("Regression 34: labels are a closed list")
  void everyMeterAndLabelOfOursIsInTheEnum() {
    harness.gateway.call("/device/x", harness.issuer.tokens().device());
    harness.nextRecord();
    Map<String, List<String>> documented =
        Arrays.stream(TelemetryName.values())
            .collect(
                Collectors.toMap(
                    TelemetryName::wireName,
                    name -> name.labels().stream().map(TelemetryName::wireName).toList()));

    harness.gateway.bean(SimpleMeterRegistry.class).getMeters().stream()
        .map(Meter::getId)
        .filter(id -> id.getName().startsWith("devicegate"))
        .forEach(
            id -> {
              assertThat(documented).containsKey(id.getName());
              assertThat(id.getTags())
                  .extracting(Tag::getKey)
                  .containsExactlyInAnyOrderElementsOf(documented.get(id.getName()));
            });
  }

  @Test
  void decisionIsSpanWithTheSameId() {
    harness.gateway.get("/device/x");
    DecisionRecord decision = harness.nextRecord();
    SimpleSpan span =
        harness.gateway.bean(SimpleTracer.class).getSpans().stream()
            .filter(s -> decision.decisionId().equals(s.getTags().get("devicegate.decision.id")))
            .findFirst()
            .orElseThrow();

    assertThat(span.getName()).isEqualTo("devicegate.decide");
    assertThat(span.getTags())
        .containsEntry("devicegate.route", "device")
        .containsEntry("devicegate.effect", "refuse")
        .containsEntry("devicegate.reason", "token_missing");
    assertThat(decision.traceId()).isEqualTo(span.context().traceId());
    assertThat(span.context().parentId()).as("the request's own span").isNotEmpty();
  }

  private static double refusals(SimpleMeterRegistry registry) {
    return registry
        .find(TelemetryName.DECISIONS.wireName())
        .tag(TelemetryName.ROUTE.wireName(), "device")
        .tag(TelemetryName.EFFECT.wireName(), "refuse")
        .tag(TelemetryName.REASON.wireName(), "not_device_flow")
        .tag(TelemetryName.PROTOCOL.wireName(), "not_device")
        .tag(TelemetryName.TENANT.wireName(), "test")
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static Map<String, Object> fields(ILoggingEvent line) {
    return line.getKeyValuePairs().stream().collect(Collectors.toMap(p -> p.key, p -> p.value));
  }

  private static final class Capture extends AppenderBase<ILoggingEvent> {

    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent line) {
      lines.add(line);
    }

    List<ILoggingEvent> linesOf(DecisionRecord decision) {
      return lines.stream()
          .filter(line -> line.getLoggerName().equals("devicegate.decisions"))
          .filter(line -> line.getFormattedMessage().contains(decision.decisionId()))
          .toList();
    }

    /** Everything that we wrote, keys and values included. */
    List<String> ours() {
      return lines.stream()
          .filter(line -> line.getLoggerName().contains("devicegate"))
          .map(line -> line.getFormattedMessage() + line.getKeyValuePairs())
          .toList();
    }
  }
}
