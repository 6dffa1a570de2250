package io.devicegate.gateway.decisionlog;

import io.devicegate.rules.access.RecordedDecision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final Logger log = LoggerFactory.getLogger(LoggingDecisionExporter.class);
  private static final Logger decisions = LoggerFactory.getLogger(LOGGER);

  @Override
  public void export(List<DecisionRecord> batch) {
    if (decisions.isInfoEnabled()) {
      batch.forEach(LoggingDecisionExporter::write);
    }
  }

  private static void write(DecisionRecord decision) {
    LoggingEventBuilder line = decisions.atInfo();
    for (Map.Entry<String, Object> field : fields(decision).entrySet()) {
      line = line.addKeyValue(field.getKey(), field.getValue());
    }
    line.log(message(decision));
  }

  private static Map<String, Object> fields(DecisionRecord decision) {
    Map<String, Object> fields = new LinkedHashMap<>();
    add(fields, "decision_id", decision.decisionId());
    add(fields, "decided_at", decision.time().toString());
    add(fields, "route", decision.route());
    add(fields, "method", decision.method());
    add(fields, "path", decision.path());
    add(fields, "effect", decision.effect());
    add(fields, "status", decision.status());
    add(fields, "reason", decision.reason());
    add(fields, "tenant", decision.tenant());
    add(fields, "issuer", decision.issuer());
    add(fields, "subject", decision.subject());
    add(fields, "client", decision.client());
    add(fields, "protocol", decision.protocol());
    add(fields, "evidence", decision.evidence());
    add(fields, "elapsed_us", decision.elapsed().toNanos() / 1_000);
    add(fields, "trace_id", decision.traceId());
    add(fields, "ip", decision.ip());
    add(fields, "user_agent", decision.userAgent());
    add(fields, "signal", decision.signal());
    if (decision.policy() != null) {
      add(fields, decision.policy());
      add(fields, "recorded", recorded(decision, decision.policy()));
    }
    return fields;
  }

  private static void add(Map<String, Object> fields, PolicyRecord policy) {
    add(fields, "policy_effect", policy.effect());
    add(fields, "rule", policy.rule());
    add(fields, "rule_reason", policy.reason());
    add(fields, "explanation", policy.explanation());
    add(fields, "rules_digest", policy.digest());
    add(fields, "rules_ns", policy.elapsedNanos());
    if (!policy.wouldBe().isEmpty()) {
      add(fields, "would_be", policy.wouldBe());
    }
    if (!policy.failed().isEmpty()) {
      add(fields, "failed_policies", policy.failed());
    }
  }

  /** One line of what a replay reads; nothing when it is too large for that. */
  private static @Nullable String recorded(DecisionRecord decision, PolicyRecord policy) {
    if (policy.recorded() == null) {
      return null;
    }
    try {
      return new RecordedDecision(decision.decisionId(), decision.time(), policy.recorded())
          .toJson();
    } catch (IllegalArgumentException e) {
      log.warn("Decision {} cannot be recorded: {}", decision.decisionId(), e.getMessage());
      return null;
    }
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

  private static void add(Map<String, Object> fields, String key, @Nullable Object value) {
    if (value != null) {
      fields.put(key, value);
    }
  }
}
