package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.edge.EdgeRefusals;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Refuses before routing as {@link DevicegateFilter} does after it: record, metrics, answer. */
final class EarlyRefusals implements EdgeRefusals {

  private final DecisionIds ids;
  private final DecisionReporter reporter;
  private final RefusalWriter writer;

  EarlyRefusals(DecisionIds ids, DecisionReporter reporter, RefusalWriter writer) {
    this.ids = ids;
    this.reporter = reporter;
    this.writer = writer;
  }

  @Override
  public Mono<Void> refuse(ServerWebExchange exchange, Reason reason, String doubt) {
    Decision.Refuse refuse = new Decision.Refuse(ids.next(), reason, reason.detail(), null);
    reporter
        .start(AccessRequests.beforeRouting(exchange), AccessRequests.span(exchange))
        .decided(refuse);
    return writer.write(exchange, refuse, null, doubt);
  }
}
