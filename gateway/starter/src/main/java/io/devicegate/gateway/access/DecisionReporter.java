package io.devicegate.gateway.access;

import io.devicegate.gateway.decisionlog.DecisionLog;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.gateway.decisionlog.PolicyRecord;
import io.devicegate.gateway.policy.Ruling;
import io.devicegate.gateway.telemetry.DecisionSpans;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.devicegate.gateway.telemetry.GatewayMetrics.DecisionLabels;
import io.devicegate.gateway.telemetry.TelemetryName;
import io.micrometer.tracing.Span;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells of every decision, refusals too: metrics, span, decision record. */
final class DecisionReporter {

  private final GatewayMetrics metrics;
  private final DecisionSpans spans;
  private final DecisionLog decisionLog;
  private final Clock clock;

  DecisionReporter(
      GatewayMetrics metrics, DecisionSpans spans, DecisionLog decisionLog, Clock clock) {
    this.metrics = metrics;
    this.spans = spans;
    this.decisionLog = decisionLog;
    this.clock = clock;
  }

  Watch start(AccessRequest request, @Nullable Span requestSpan) {
    long startedAt = System.nanoTime();
    Span span = spans.start(requestSpan);
    Span traced = span.isNoop() && requestSpan != null ? requestSpan : span;
    // The trace's id is on record also when the trace is not sampled.
    String traceId = traced.context().traceId();
    return new Watch(request, span, traceId.isEmpty() ? null : traceId, startedAt);
  }

  private DecisionRecord describe(
      AccessRequest request, Decision decision, Duration elapsed, @Nullable String traceId) {
    DevicePrincipal who = decision.principal();
    Decision.Refuse refusal = decision instanceof Decision.Refuse refuse ? refuse : null;
    return new DecisionRecord(
        decision.id(),
        clock.instant(),
        request.route(),
        request.method(),
        request.path(),
        refusal == null ? DecisionRecord.ALLOW : DecisionRecord.REFUSE,
        refusal == null ? null : refusal.reason().status(),
        refusal == null ? null : refusal.reason().wireName(),
        who == null ? null : who.tenant(),
        who == null ? null : who.issuer(),
        who == null ? null : who.subject(),
        who == null ? null : who.client(),
        who == null ? null : who.grade().protocol().wireName(),
        who == null ? null : who.grade().evidence().text(),
        elapsed,
        traceId,
        request.ip(),
        request.userAgent(),
        refusal == null || refusal.signal() == null ? null : refusal.signal().id(),
        describe(decision.ruling(), refusal != null));
  }

  private static @Nullable PolicyRecord describe(@Nullable Ruling ruling, boolean refused) {
    return ruling == null ? null : PolicyRecord.of(ruling.decision(), ruling.isRecorded(refused));
  }

  private static DecisionLabels labels(DecisionRecord decision) {
    return new DecisionLabels(
        decision.route(),
        decision.effect(),
        orNone(decision.reason()),
        orNone(decision.protocol()),
        orNone(decision.tenant()));
  }

  private static String orNone(@Nullable String value) {
    return value == null ? TelemetryName.NONE : value;
  }

  /** One decision under way. */
  final class Watch {

    private final AccessRequest request;
    private final Span span;
    private final @Nullable String traceId;
    private final long startedAt;

    private Watch(AccessRequest request, Span span, @Nullable String traceId, long startedAt) {
      this.request = request;
      this.span = span;
      this.traceId = traceId;
      this.startedAt = startedAt;
    }

    Decision decided(Decision decision) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startedAt);
      DecisionRecord description = describe(request, decision, elapsed, traceId);
      DecisionLabels labels = labels(description);
      metrics.decided(labels, elapsed);
      spans.end(span, labels, decision.id());
      decisionLog.record(description);
      return decision;
    }
  }
}
