package io.devicegate.gateway.telemetry;

import io.devicegate.gateway.telemetry.GatewayMetrics.DecisionLabels;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/** One span for each decision, child of the request's span; nothing at all without a tracer. */
public final class DecisionSpans {

  private final Tracer tracer;

  /** Without a tracer, use {@link Tracer#NOOP}. */
  public DecisionSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Starts the span of a decision, in the trace of {@code parent} or in one of its own; none at all
   * in a trace that is not sampled.
   */
  public Span start(@Nullable Span parent) {
    if (tracer == Tracer.NOOP || (parent != null && parent.isNoop())) {
      return Span.NOOP;
    }
    Span child = parent == null ? tracer.nextSpan() : tracer.nextSpan(parent);
    Span span = child == null ? Span.NOOP : child;
    return span.isNoop() ? span : span.name(TelemetryName.DECIDE.wireName()).start();
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
