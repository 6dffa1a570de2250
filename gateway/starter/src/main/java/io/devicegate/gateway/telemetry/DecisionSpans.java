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

  /** Starts the span of a decision, in the trace of {@code parent} or in one of its own. */
  public Span start(@Nullable Span parent) {
    Span child = parent == null ? tracer.nextSpan() : tracer.nextSpan(parent);
    Span span = child == null ? Span.NOOP : child;
    return span.name(TelemetryName.DECIDE.wireName()).start();
  }

  /** Ends the span, with what was decided. */
  public void end(Span span, DecisionLabels labels, String decisionId) {
    if (!span.isNoop()) {
      span.tag(TelemetryName.ROUTE.wireName(), labels.route())
          .tag(TelemetryName.EFFECT.wireName(), labels.effect())
          .tag(TelemetryName.REASON.wireName(), labels.reason())
          .tag(TelemetryName.PROTOCOL.wireName(), labels.protocol())
          .tag(TelemetryName.TENANT.wireName(), labels.tenant())
          .tag(TelemetryName.DECISION_ID.wireName(), decisionId);
    }
    span.end();
  }
}
