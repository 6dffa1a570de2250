package io.devicegate.gateway.server;

import io.devicegate.dashboards.collector.EventIntake;
import io.devicegate.dashboards.taxonomy.Operation;
import io.devicegate.gateway.token.JwksEvent;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import io.devicegate.rules.json.JsonWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells the dashboards of the same process what a page shows beside an incident that began then:
 * that the gateway was started, and that an issuer's keys were replaced.
 */
@Component
@ConditionalOnBooleanProperty(
    name = {"devicegate.enabled", "devicegate.dashboards.enabled"},
    matchIfMissing = true)
final class OperationsToDashboards {

  private final EventIntake intake;
  private final Clock clock;

  OperationsToDashboards(EventIntake intake, ObjectProvider<Clock> clock) {
    this.intake = intake;
    this.clock = clock.getIfUnique(Clock::systemUTC);
  }

  @EventListener(ApplicationReadyEvent.class)
  void started() {
    String version = GatewayServer.class.getPackage().getImplementationVersion();
    tell(
        Operation.GATEWAY_STARTED,
        version == null ? "The gateway was started" : "Gateway " + version + " was started");
  }

  @EventListener
  void keysChanged(JwksEvent.KeysChanged change) {
    if (change.isFirst()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    if (!change.added().isEmpty()) {
      parts.add("added " + names(change.added()));
    }
    if (!change.removed().isEmpty()) {
      parts.add("removed " + names(change.removed()));
    }
    tell(Operation.KEYS_CHANGED, "Keys of " + change.issuer() + ": " + String.join(", ", parts));
  }

  private static String names(Set<JwksEvent.KeyName> keys) {
    return keys.stream().map(JwksEvent.KeyName::id).sorted().collect(Collectors.joining(" "));
  }

  /** What the intake does not take it counts; there is no more to do about it. */
  private void tell(Operation operation, String description) {
    Instant now = clock.instant();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("time", now.toString());
    content.put("type", operation.code());
    content.put("description", description);
    Event event =
        new Event(
            Event.OPERATIONS,
            UUID.randomUUID().toString(),
            operation.code(),
            now,
            new Subject(null, null, null, null),
            JsonWriter.write(content));
    boolean unused = intake.offer(List.of(event));
  }
}
