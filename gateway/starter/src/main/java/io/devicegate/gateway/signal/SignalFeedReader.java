package io.devicegate.gateway.signal;

import io.devicegate.gateway.telemetry.SignalMetrics;
import io.devicegate.rules.event.Signal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a feed of signals answers: {@code {"signals": [...]}}. A signal that cannot be read,
 * such as one of a newer version's kind of subject, is left out and counted.
 */
final class SignalFeedReader {

  private final JsonMapper json = JsonMapper.shared();
  private final SignalMetrics metrics;

  SignalFeedReader(SignalMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Reads all signals.
   *
   * @throws IllegalArgumentException if that is no answer of a feed; the message quotes none of it
   */
  List<Signal> read(byte[] body) {
    JsonNode elements = elements(body);
    List<Signal> signals = new ArrayList<>(elements.size());
    for (JsonNode element : elements) {
      try {
        signals.add(signal(element));
      } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
        metrics.dropped("invalid");
      }
    }
    return signals;
  }

  private JsonNode elements(byte[] body) {
    try {
      JsonNode elements = json.readTree(body).path("signals");
      if (elements.isArray()) {
        return elements;
      }
    } catch (JacksonException e) {
      // Told below; Jackson's own message would quote the body.
    }
    throw new IllegalArgumentException("The answer is not a list of signals");
  }

  private static Signal signal(JsonNode element) {
    JsonNode evidence = element.path("evidence");
    List<String> events = evidence.path("events").valueStream().map(JsonNode::stringValue).toList();
    return new Signal(
        text(element, "id"),
        constant(element, "subject_kind", Signal.SubjectKind.class),
        text(element, "subject"),
        text(element, "kind"),
        text(element, "reason"),
        text(element, "rule"),
        constant(element, "severity", Signal.Severity.class),
        constant(element, "mode", Signal.Mode.class),
        new Signal.Evidence(
            events, evidence.path("count").asLong(0), evidence.path("total").asLong(0)),
        Instant.parse(text(element, "raised_at")),
        Instant.parse(text(element, "expires_at")));
  }

  private static String text(JsonNode element, String name) {
    JsonNode value = element.path(name);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw new IllegalArgumentException(name + ": missing (expected: text)");
    }
    return value.stringValue();
  }

  private static <E extends Enum<E>> E constant(JsonNode element, String name, Class<E> values) {
    return Enum.valueOf(values, text(element, name).toUpperCase(Locale.ROOT));
  }
}
