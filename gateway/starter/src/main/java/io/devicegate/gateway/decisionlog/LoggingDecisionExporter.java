package io.devicegate.gateway.decisionlog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each decision on the logger {@code devicegate.decisions}, at INFO: readable as it
 * is, and with every field as a key and value for structured logging.
 */
final class LoggingDecisionExporter implements DecisionExporter {

  /** Name of the logger, for the application's logging configuration. */
  static final String LOGGER = "devicegate.decisions";

  private static final Logger decisions = LoggerFactory.getLogger(LOGGER);

  @Override
  public void export(List<DecisionRecord> batch) {
    if (decisions.isInfoEnabled()) {
      batch.forEach(LoggingDecisionExporter::log);
    }
  }

  private static void log(DecisionRecord decision) {
    LoggingEventBuilder line = decisions.atInfo();
    add(line, "decision_id", decision.decisionId());
    add(line, "decided_at", decision.time().toString());
    add(line, "route", decision.route());
    add(line, "method", decision.method());
    add(line, "path", decision.path());
    add(line, "effect", decision.effect());
    add(line, "status", decision.status());
    add(line, "reason", decision.reason());
    add(line, "tenant", decision.tenant());
    add(line, "issuer", decision.issuer());
    add(line, "subject", decision.subject());
    add(line, "client", decision.client());
    add(line, "protocol", decision.protocol());
    add(line, "evidence", decision.evidence());
    add(line, "elapsed_us", decision.elapsed().toNanos() / 1_000);
    add(line, "trace_id", decision.traceId());
    add(line, "ip", decision.ip());
    add(line, "user_agent", decision.userAgent());
    line.log(message(decision));
  }

  private static String message(DecisionRecord decision) {
    String outcome =
        decision.reason() == null
            ? decision.effect()
            : decision.effect() + " " + decision.status() + " " + decision.reason();
    return outcome
        + ": "
        + decision.method()
        + " "
        + decision.path()
        + " ("
        + decision.decisionId()
        + ")";
  }

  private static void add(LoggingEventBuilder line, String key, @Nullable Object value) {
    if (value != null) {
      line.addKeyValue(key, value);
    }
  }
}
