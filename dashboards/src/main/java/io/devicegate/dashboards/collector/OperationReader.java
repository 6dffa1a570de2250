package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.taxonomy.Operation;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what somebody tells of a deploy: one object with a {@code description}, and if they like
 * {@code type}, {@code by}, {@code time} and {@code id}. Unlike a tenant, who tells can be told
 * what is wrong, so nothing is guessed.
 */
final class OperationReader {

  private static final int LONGEST_DESCRIPTION = 500;
  private static final int LONGEST_NAME = 200;

  private static final Set<String> FIELDS = Set.of("type", "description", "by", "time", "id");

  private static final String TYPES =
      Arrays.stream(Operation.values()).map(Operation::code).collect(Collectors.joining(", "));

  private final JsonMapper json = JsonMapper.shared();
  private final GatewayEventDecoder decoder = new GatewayEventDecoder();
  private final Duration maxAhead;

  /**
   * Creates a reader.
   *
   * @param maxAhead how far ahead of its arrival an operation may be dated
   */
  OperationReader(Duration maxAhead) {
    this.maxAhead = maxAhead;
  }

  /**
   * Reads a body.
   *
   * @throws PayloadException that names the field and what is expected of it
   */
  Batch read(byte[] body, Instant received) {
    ObjectNode told = object(body);
    for (String field : told.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw wrong(PlainText.clean(field), "unknown", "description, and type, by, time, id");
      }
    }
    String type = text(told, "type", LONGEST_NAME);
    Operation operation =
        type == null
            ? Operation.DEPLOY
            : Operation.find(type).orElseThrow(() -> wrong("type", "unknown", TYPES));
    String description = text(told, "description", LONGEST_DESCRIPTION);
    if (description == null) {
      throw wrong("description", "missing", "what was done, such as tv-app 4.2.0 to production");
    }
    String by = text(told, "by", LONGEST_NAME);
    if (by != null) {
      // Under the name by which personal data is known, however short it is.
      told.remove("by");
      told.put("user_name", by);
    }
    String id = text(told, "id", LONGEST_NAME);
    Event event =
        new Event(
            Event.OPERATIONS,
            id == null ? UUID.randomUUID().toString() : id,
            operation.code(),
            time(told, received),
            new Subject(null, by, null, null),
            told.toString());
    return decoder.decode(List.of(event), received);
  }

  private ObjectNode object(byte[] body) {
    try {
      if (json.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Says the same as another value would; its message may hold what was sent.
    }
    throw new PayloadException(
        PayloadException.Kind.MALFORMED,
        "The body is not a JSON object (expected: {\"description\": \"tv-app 4.2.0 to production\"})");
  }

  private static @Nullable String text(ObjectNode told, String field, int longest) {
    JsonNode value = told.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    String text = value.isString() ? value.stringValue().strip() : "";
    if (text.isEmpty() || text.length() > longest) {
      throw wrong(field, "wrong", "text of 1 to " + longest + " letters");
    }
    return PlainText.clean(text);
  }

  private Instant time(ObjectNode told, Instant received) {
    String text = text(told, "time", LONGEST_NAME);
    if (text == null) {
      return received;
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (!time.isAfter(received.plus(maxAhead))) {
        return time;
      }
    } catch (DateTimeException e) {
      // Says the same as a time to come.
    }
    throw wrong("time", "wrong", "when it was done, such as 2026-11-23T11:42:00Z");
  }

  private static PayloadException wrong(String field, String problem, String expected) {
    return new PayloadException(
        PayloadException.Kind.MALFORMED, field + ": " + problem + " (expected: " + expected + ")");
  }
}
