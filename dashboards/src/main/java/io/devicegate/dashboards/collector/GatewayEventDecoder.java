package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.Traits;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what pages ask of an event that a source in this process handed over. */
final class GatewayEventDecoder {

  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_CODE = 64;

  private static final Set<String> ALLOWING = Set.of("allow", "allowed", "permit", "permitted");

  private final JsonMapper json = JsonMapper.shared();
  private final SecretMask mask = new SecretMask();

  Batch decode(List<Event> events, Instant received) {
    List<StoredEvent> accepted = new ArrayList<>();
    List<RejectedEvent> rejected = new ArrayList<>();
    for (Event event : events) {
      ObjectNode content = content(event);
      if (content == null) {
        rejected.add(rejected(event, received));
      } else {
        accepted.add(stored(event, content, received));
      }
    }
    return new Batch(accepted, rejected);
  }

  private @Nullable ObjectNode content(Event event) {
    try {
      return json.readTree(event.json()) instanceof ObjectNode object ? object : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private StoredEvent stored(Event event, ObjectNode content, Instant received) {
    mask.apply(content);
    return new StoredEvent(
        new Event(
            event.source(),
            event.id(),
            event.type(),
            event.time().truncatedTo(ChronoUnit.MICROS),
            event.subject(),
            PlainText.clean(content.toString())),
        isDevice(content) ? Stage.CALL : Stage.NONE,
        outcome(content),
        PlainText.of(content, LONGEST_CODE, "reason"),
        description(content),
        received,
        weight(content),
        Traits.of(content, event.subject().ip()));
  }

  /** The request that was decided about. */
  private static @Nullable String description(JsonNode content) {
    String method = PlainText.of(content, LONGEST_CODE, "method");
    String path = PlainText.of(content, LONGEST_TEXT, "path");
    return method == null || path == null
        ? PlainText.of(content, LONGEST_TEXT, "description")
        : SecretMask.withoutShapes(method + " " + path);
  }

  /** Calls that were let through may come counted together. */
  private static long weight(JsonNode content) {
    JsonNode count = content.path("count");
    return count.isIntegralNumber() && count.canConvertToLong()
        ? Math.max(1, count.longValue())
        : 1;
  }

  private static boolean isDevice(JsonNode content) {
    JsonNode protocol = content.path("protocol");
    return protocol.isString() && isDevice(protocol.stringValue());
  }

  private static boolean isDevice(String protocol) {
    return protocol.equalsIgnoreCase("device") || protocol.equals("oauth2-device-code");
  }

  private static Outcome outcome(JsonNode content) {
    String effect = PlainText.of(content, LONGEST_CODE, "effect");
    if (effect == null) {
      return Outcome.INFORMATION;
    }
    return ALLOWING.contains(effect.toLowerCase(Locale.ROOT)) ? Outcome.SUCCESS : Outcome.FAILURE;
  }

  private static RejectedEvent rejected(Event event, Instant received) {
    return new RejectedEvent(
        event.source(), received, "not_an_object", event.id() + " has no JSON object", null);
  }
}
