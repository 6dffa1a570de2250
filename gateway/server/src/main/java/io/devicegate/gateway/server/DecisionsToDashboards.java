package io.devicegate.gateway.server;

import io.devicegate.dashboards.collector.EventIntake;
import io.devicegate.gateway.decisionlog.DecisionExporter;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands the gateway's decisions to the dashboards of the same process, as events of the type {@code
 * decision}. A full intake takes none of a batch and counts them; the gateway never waits for it.
 */
@Component
@ConditionalOnBooleanProperty(
    name = {"devicegate.enabled", "devicegate.dashboards.enabled"},
    matchIfMissing = true)
final class DecisionsToDashboards implements DecisionExporter {

  private static final String TYPE = "decision";

  private final EventIntake intake;
  private final JsonMapper json;

  DecisionsToDashboards(EventIntake intake, JsonMapper json) {
    this.intake = intake;
    this.json = json;
  }

  @Override
  public void export(List<DecisionRecord> batch) {
    intake.offer(batch.stream().map(this::event).toList());
  }

  private Event event(DecisionRecord decision) {
    return new Event(
        Event.GATEWAY,
        decision.decisionId(),
        TYPE,
        decision.time(),
        new Subject(decision.client(), decision.subject(), null, decision.ip()),
        json.writeValueAsString(members(decision)));
  }

  private static Map<String, Object> members(DecisionRecord decision) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("decision_id", decision.decisionId());
    members.put("time", decision.time().toString());
    members.put("route", decision.route());
    members.put("method", decision.method());
    members.put("path", decision.path());
    members.put("effect", decision.effect());
    put(members, "status", decision.status());
    put(members, "reason", decision.reason());
    put(members, "tenant", decision.tenant());
    put(members, "issuer", decision.issuer());
    put(members, "subject", decision.subject());
    put(members, "client", decision.client());
    put(members, "protocol", decision.protocol());
    put(members, "evidence", decision.evidence());
    members.put("elapsed_us", decision.elapsed().toNanos() / 1_000);
    put(members, "trace_id", decision.traceId());
    put(members, "ip", decision.ip());
    put(members, "user_agent", decision.userAgent());
    if (decision.policy() != null) {
      put(members, "rule", decision.policy().rule());
      put(members, "rule_reason", decision.policy().reason());
      put(members, "rules_digest", decision.policy().digest());
      put(members, "explanation", decision.policy().explanation());
    }
    put(members, "signal", decision.signal());
    return members;
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }
}
