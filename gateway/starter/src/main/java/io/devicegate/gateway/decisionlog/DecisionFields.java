package io.devicegate.gateway.decisionlog;

import io.devicegate.rules.access.RecordedDecision;
import io.devicegate.rules.json.JsonWriter;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is written of a decision, wherever it is written: names and values, in a fixed order. */
public final class DecisionFields {

  private static final Logger log = LoggerFactory.getLogger(DecisionFields.class);

  private DecisionFields() {}

  /**
   * Returns the decision as one JSON object without line breaks.
   *
   * @param recorded whether to write what is needed to decide again, if it was kept
   */
  public static String json(DecisionRecord decision, boolean recorded) {
    try {
      return JsonWriter.write(fields -> tell(decision, recorded, fields));
    } catch (IllegalArgumentException e) {
      log.warn("Decision {} is recorded in part: {}", decision.decisionId(), e.getMessage());
      return JsonWriter.write(fields -> tell(decision, false, fields));
    }
  }

  /** Tells each field that has a value: text, {@code Long}, or a list of text. */
  static void tell(DecisionRecord decision, boolean recorded, BiConsumer<String, Object> fields) {
    fields.accept("time", decision.time().toString());
    fields.accept("decision_id", decision.decisionId());
    fields.accept("effect", decision.effect());
    if (decision.status() != null) {
      fields.accept("status", decision.status().longValue());
    }
    add(fields, "reason", decision.reason());
    fields.accept("route", decision.route());
    fields.accept("method", decision.method());
    fields.accept("path", decision.path());
    add(fields, "tenant", decision.tenant());
    add(fields, "issuer", decision.issuer());
    add(fields, "subject", decision.subject());
    add(fields, "client", decision.client());
    add(fields, "protocol", decision.protocol());
    add(fields, "evidence", decision.evidence());
    fields.accept("elapsed_us", decision.elapsed().toNanos() / 1_000);
    add(fields, "trace_id", decision.traceId());
    add(fields, "ip", decision.ip());
    add(fields, "user_agent", decision.userAgent());
    add(fields, "signal", decision.signal());
    if (decision.policy() != null) {
      add(fields, decision.policy());
      add(fields, "recorded", recorded ? recorded(decision, decision.policy()) : null);
    }
  }

  private static void add(BiConsumer<String, Object> fields, PolicyRecord policy) {
    fields.accept("policy_effect", policy.effect());
    add(fields, "rule", policy.rule());
    add(fields, "rule_reason", policy.reason());
    add(fields, "explanation", policy.explanation());
    add(fields, "rules_digest", policy.digest());
    fields.accept("rules_ns", policy.elapsedNanos());
    if (!policy.wouldBe().isEmpty()) {
      fields.accept("would_be", policy.wouldBe());
    }
    if (!policy.failed().isEmpty()) {
      fields.accept("failed_policies", policy.failed());
    }
  }

  private static void add(BiConsumer<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.accept(name, value);
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
}
