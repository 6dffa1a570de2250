package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.Traits;
import io.devicegate.dashboards.taxonomy.Classification;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one element of a tenant's log as tenants send it, which is not as the schemas say: none of
 * 159 public samples is valid by them.
 *
 * <p>Needed is only an object with a {@code type}. Without any id the content is the id, so that
 * the same line twice is still one event. Without a usable date the time in the {@code log_id} is
 * taken, or else the time of arrival. Fields that nobody knows are kept in the JSON.
 */
final class TenantEventDecoder {

  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_TYPE = 100;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int LONGEST_DEAD_LETTER = 65_536;

  /** An error code, as opposed to a sentence, which would make a label of everything. */
  private static final Pattern SHORT_CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  private final Taxonomy taxonomy;

  /** Why an event is refused that would make all others late for a detection. */
  private static final String FROM_THE_FUTURE = "from_the_future";

  private final SecretMask mask = new SecretMask();
  private final Duration maxAhead;

  /**
   * Creates a decoder.
   *
   * @param maxAhead how far an event's date may be ahead of its arrival
   */
  TenantEventDecoder(Taxonomy taxonomy, Duration maxAhead) {
    this.taxonomy = taxonomy;
    this.maxAhead = maxAhead;
  }

  /**
   * Decodes one element.
   *
   * @param position where it stood, in words, such as {@code element 3}
   */
  Decoded decode(JsonNode element, String position, Instant received) {
    if (!(element instanceof ObjectNode outer)) {
      return refused(
          received,
          "not_an_object",
          position + " is not a JSON object",
          mask.apply(element.toString()));
    }
    mask.apply(outer);
    ObjectNode delivered = Envelope.open(outer);
    ObjectNode event = unwrap(delivered);
    String type = PlainText.of(event, LONGEST_TYPE, "type");
    if (type == null) {
      return refused(received, "no_type", position + " has no \"type\"", outer.toString());
    }
    StoredEvent stored = stored(delivered, event, type, received);
    if (stored.event().time().isAfter(received.plus(maxAhead))) {
      return refused(
          received,
          FROM_THE_FUTURE,
          position
              + " is dated "
              + stored.event().time()
              + ", more than "
              + maxAhead.toSeconds()
              + " s ahead",
          outer.toString());
    }
    return new Decoded.Accepted(stored);
  }

  /** Decodes one element that stands by itself, such as a line of a file. */
  Decoded decodeText(String text, String position, Instant received) {
    try {
      return decode(JsonMapper.shared().readTree(text), position, received);
    } catch (JacksonException e) {
      return new Decoded.Refused(notJson(text, position, received));
    }
  }

  /** What stands for a text that is not JSON. */
  RejectedEvent notJson(String text, String position, Instant received) {
    String clipped = text.substring(0, Math.min(text.length(), LONGEST_DEAD_LETTER));
    return new RejectedEvent(
        Event.AUTH0,
        received,
        "not_json",
        position + " is not valid JSON",
        PlainText.clean(mask.apply(clipped)));
  }

  /** The log stream wraps an event as {@code {"log_id": …, "data": {…}}}. */
  private static ObjectNode unwrap(ObjectNode outer) {
    return outer.path("data") instanceof ObjectNode data && !outer.path("type").isString()
        ? data
        : outer;
  }

  private StoredEvent stored(ObjectNode outer, ObjectNode event, String type, Instant received) {
    String id = id(outer, event);
    String description = PlainText.of(event, LONGEST_DESCRIPTION, "description");
    JsonNode details = event.path("details");
    Classification classification =
        taxonomy.classify(type, () -> Objects.toString(description, "") + " " + details);
    Subject subject = subject(event, details);
    return new StoredEvent(
        new Event(
            Event.AUTH0,
            id,
            type,
            time(event, id, received),
            subject,
            PlainText.clean(event.toString())),
        classification.stage(),
        classification.outcome(),
        reason(details),
        description,
        received,
        1,
        Traits.of(event, subject.ip()));
  }

  private static String id(ObjectNode outer, ObjectNode event) {
    String inner = PlainText.of(event, LONGEST_NAME, "log_id", "_id", "id");
    String given = inner != null ? inner : PlainText.of(outer, LONGEST_NAME, "log_id", "_id", "id");
    if (given == null) {
      return "sha256:" + sha256(event.toString());
    }
    if (inner == null) {
      event.put("log_id", given);
    }
    return given;
  }

  private static Instant time(ObjectNode event, String id, Instant received) {
    return TenantTime.of(event.path("date"))
        .or(() -> LogIdTime.of(id))
        .orElseGet(() -> received.truncatedTo(ChronoUnit.MICROS));
  }

  private static Subject subject(ObjectNode event, JsonNode details) {
    String session = PlainText.of(details, LONGEST_NAME, "session_id");
    return new Subject(
        PlainText.of(event, LONGEST_NAME, "client_id"),
        PlainText.of(event, LONGEST_NAME, "user_id"),
        session != null ? session : PlainText.of(event, LONGEST_NAME, "session_id"),
        PlainText.of(event, LONGEST_NAME, "ip", "client_ip"));
  }

  private static @Nullable String reason(JsonNode details) {
    JsonNode error = details.path("error");
    String[] candidates = {
      PlainText.of(error, LONGEST_NAME, "oauthError", "oauth_error", "error", "code", "type"),
      PlainText.of(details, LONGEST_NAME, "error", "error_code", "failure_reason")
    };
    for (String candidate : candidates) {
      if (candidate != null && SHORT_CODE.matcher(candidate).matches()) {
        return candidate;
      }
    }
    return null;
  }

  private static Decoded refused(Instant received, String reason, String detail, String text) {
    String clipped = text.substring(0, Math.min(text.length(), LONGEST_DEAD_LETTER));
    return new Decoded.Refused(
        new RejectedEvent(Event.AUTH0, received, reason, detail, PlainText.clean(clipped)));
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
