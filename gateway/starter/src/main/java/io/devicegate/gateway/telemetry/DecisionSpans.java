package io.devicegate.gateway.telemetry;

import io.devicegate.gateway.telemetry.GatewayMetrics.DecisionLabels;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/** One span for each decision, child of the request's span; none where the request has none. */
public final class DecisionSpans {

  private final Tracer tracer;

  /** Without a tracer, use {@link Tracer#NOOP}. */
  public DecisionSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Starts the span of a decision in the trace of its request; none at all for a request that is
   * not observed, or whose trace is not sampled.
   */
  public Span start(@Nullable Span parent) {
    if (tracer == Tracer.NOOP || parent == null || parent.isNoop()) {
      return Span.NOOP;
    }
    @Nullable Span span = tracer.nextSpan(parent);
    return span == null || span.isNoop()
        ? Span.NOOP
        : span.name(TelemetryName.DECIDE.wireName()).start();
  }

  /** Ends the span, with what was decided. */
  public void end(Span span, DecisionLabels labels, String decisionId) {
    if (span.isNoop()) {
      return;
    }
    span.tag(TelemetryName.ROUTE.spanTag(), labels.route())
        .tag(TelemetryName.EFFECT.spanTag(), labels.effect())
        .tag(TelemetryName.REASON.spanTag(), labels.reason())
        .tag(TelemetryName.PROTOCOL.spanTag(), labels.protocol())
        .tag(TelemetryName.TENANT.spanTag(), labels.tenant())
        .tag(TelemetryName.DECISION_ID.spanTag(), decisionId)
        .end();
  }
}
