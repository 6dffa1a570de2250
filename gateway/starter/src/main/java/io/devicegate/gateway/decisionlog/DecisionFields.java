package io.devicegate.gateway.decisionlog;

import io.devicegate.rules.access.RecordedDecision;
import io.devicegate.rules.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is written of a decision, wherever it is written: names and values, in a fixed order. */
public final class DecisionFields {

  private static final Logger log = LoggerFactory.getLogger(DecisionFields.class);

  private static final String RECORDED = "recorded";

  private DecisionFields() {}

  /**
   * Returns the decision as one JSON object without line breaks.
   *
   * @param recorded whether to write what is needed to decide again, if it was kept
   */
  public static String json(DecisionRecord decision, boolean recorded) {
    Map<String, Object> fields = of(decision, recorded);
    try {
      return JsonWriter.write(fields);
    } catch (IllegalArgumentException e) {
      log.warn("Decision {} is recorded in part: {}", decision.decisionId(), e.getMessage());
      fields.remove(RECORDED);
      return JsonWriter.write(fields);
    }
  }

  /** Returns the fields that have a value: text, {@code Long}, or a list of text. */
  static Map<String, Object> of(DecisionRecord decision, boolean recorded) {
    Map<String, Object> fields = new LinkedHashMap<>(64);
    fields.put("time", decision.time().toString());
    fields.put("decision_id", decision.decisionId());
    fields.put("effect", decision.effect());
    if (decision.status() != null) {
      fields.put("status", decision.status().longValue());
    }
    add(fields, "reason", decision.reason());
    fields.put("route", decision.route());
    fields.put("method", decision.method());
    fields.put("path", decision.path());
    add(fields, "tenant", decision.tenant());
    add(fields, "issuer", decision.issuer());
    add(fields, "subject", decision.subject());
    add(fields, "client", decision.client());
    add(fields, "protocol", decision.protocol());
    add(fields, "evidence", decision.evidence());
    fields.put("elapsed_us", decision.elapsed().toNanos() / 1_000);
    add(fields, "trace_id", decision.traceId());
    add(fields, "ip", decision.ip());
    add(fields, "user_agent", decision.userAgent());
    add(fields, "signal", decision.signal());
    if (decision.policy() != null) {
      add(fields, decision.policy());
      add(fields, RECORDED, recorded ? recorded(decision, decision.policy()) : null);
    }
    return fields;
  }

  private static void add(Map<String, Object> fields, PolicyRecord policy) {
    fields.put("policy_effect", policy.effect());
    add(fields, "rule", policy.rule());
    add(fields, "rule_reason", policy.reason());
    add(fields, "explanation", policy.explanation());
    add(fields, "rules_digest", policy.digest());
    fields.put("rules_ns", policy.elapsedNanos());
    if (!policy.wouldBe().isEmpty()) {
      fields.put("would_be", policy.wouldBe());
    }
    if (!policy.failed().isEmpty()) {
      fields.put("failed_policies", policy.failed());
    }
  }

  private static void add(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
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
