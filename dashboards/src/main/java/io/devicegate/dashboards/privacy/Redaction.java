package io.devicegate.dashboards.privacy;

import io.devicegate.dashboards.privacy.PrivacyProperties.Action;
import io.devicegate.dashboards.privacy.PrivacyProperties.Field;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes fields out of events.
 *
 * <p>A value is found by the name of its member, and then also wherever else in the same event the
 * same text stands: in a description, a query, a nested body. Applying it twice changes nothing.
 */
final class Redaction {

  private static final String GONE = "••••";

  /** Shorter ones would be found in everything. */
  private static final int SHORTEST_FOUND_ELSEWHERE = 4;

  private final Pseudonyms pseudonyms;

  Redaction(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  /** The event without these fields; the same object if it has none of them. */
  StoredEvent apply(StoredEvent stored, List<Field> fields) {
    if (fields.isEmpty()) {
      return stored;
    }
    Event event = stored.event();
    ObjectNode content = object(event.json());
    Subject subject = event.subject();
    String description = stored.description();
    boolean changed = false;
    for (Field field : fields) {
      One one = new One(field, event.time());
      one.learn(one.names.of(subject));
      if (content != null) {
        one.take(content);
      }
      description = one.description(description);
      subject = one.subject(subject);
      changed |= one.changed;
    }
    if (!changed) {
      return stored;
    }
    String json = content == null ? event.json() : content.toString();
    return new StoredEvent(
        new Event(event.source(), event.id(), event.type(), event.time(), subject, json),
        stored.stage(),
        stored.outcome(),
        stored.reason(),
        description,
        stored.received(),
        stored.weight(),
        // Those that were read before may be of these fields.
        null);
  }

  /**
   * A dead letter without these fields. Of a text that is no JSON nobody can tell what in it is
   * personal, so it is not kept.
   */
  RejectedEvent apply(RejectedEvent rejected, List<Field> fields) {
    String text = rejected.text();
    if (text == null || fields.isEmpty()) {
      return rejected;
    }
    ObjectNode content = object(text);
    String kept = null;
    if (content != null) {
      for (Field field : fields) {
        new One(field, rejected.received()).take(content);
      }
      kept = content.toString();
    }
    return new RejectedEvent(
        rejected.source(), rejected.received(), rejected.reason(), rejected.detail(), kept);
  }

  private static @Nullable ObjectNode object(String text) {
    try {
      return JsonMapper.shared().readTree(text) instanceof ObjectNode object ? object : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** One field of one event. */
  private final class One {

    private final Field field;
    private final FieldNames names;
    private final Instant time;

    /** The longest first, so that none is found within another. */
    private final Map<String, @Nullable String> known =
        new TreeMap<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));

    private boolean changed;

    One(Field field, Instant time) {
      this.field = field;
      this.names = FieldNames.of(field.name());
      this.time = time;
    }

    private boolean isOf(String name) {
      return names.holds(name, "", field.name());
    }

    void learn(@Nullable String value) {
      if (value != null && !value.isEmpty()) {
        known.put(value, replacement(value));
        for (String part : names.parts(value)) {
          known.put(part, replacement(part));
        }
      }
    }

    /** Takes the field out, in place. */
    void take(ObjectNode content) {
      collect(content, "");
      rewrite(content, "");
    }

    private void collect(JsonNode node, String holder) {
      if (node instanceof ObjectNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          if (names.holds(member.getKey(), holder, field.name())) {
            learnAll(member.getValue());
          }
          collect(member.getValue(), member.getKey());
        }
      } else if (node instanceof ArrayNode array) {
        array.forEach(element -> collect(element, holder));
      }
    }

    private void learnAll(JsonNode node) {
      if (node.isString()) {
        learn(node.stringValue());
      } else if (node instanceof ArrayNode array) {
        array.forEach(this::learnAll);
      }
    }

    private void rewrite(ObjectNode object, String holder) {
      List<String> gone = new ArrayList<>();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        String name = member.getKey();
        if (!names.holds(name, holder, field.name())) {
          member.setValue(without(member.getValue(), name));
        } else if (field.action() == Action.DROP) {
          gone.add(name);
        } else {
          member.setValue(hashed(member.getValue()));
        }
      }
      changed |= !gone.isEmpty();
      object.remove(gone);
    }

    /** A value that is not of the field, without those that are. */
    private JsonNode without(JsonNode value, String name) {
      if (value instanceof ObjectNode object) {
        rewrite(object, name);
      } else if (value instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, without(array.get(i), name));
        }
      } else if (value.isString()) {
        String text = value.stringValue();
        String rest = without(text);
        return rest.equals(text) ? value : StringNode.valueOf(rest);
      }
      return value;
    }

    private JsonNode hashed(JsonNode value) {
      if (value instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, hashed(array.get(i)));
        }
        return array;
      }
      if (value.isNull()) {
        return value;
      }
      String text = value.isString() ? value.stringValue() : value.toString();
      return text.isEmpty() || Pseudonyms.isOne(text) ? value : hashed(text);
    }

    private StringNode hashed(String text) {
      changed = true;
      return StringNode.valueOf(pseudonyms.of(field.name(), text, time));
    }

    /** A text without the values of the field that are known, and those that look like one. */
    private String without(String text) {
      String rest = text;
      for (Map.Entry<String, @Nullable String> value : known.entrySet()) {
        if (value.getKey().length() >= SHORTEST_FOUND_ELSEWHERE && rest.contains(value.getKey())) {
          rest = rest.replace(value.getKey(), instead(value.getValue()));
        }
      }
      Pattern shape = names.shape();
      if (shape != null && (rest.indexOf('@') >= 0 || rest.contains("%40"))) {
        rest =
            shape
                .matcher(rest)
                .replaceAll(found -> Matcher.quoteReplacement(instead(replacement(found.group()))));
      }
      changed |= !rest.equals(text);
      return rest;
    }

    private static String instead(@Nullable String replacement) {
      return replacement == null ? GONE : replacement;
    }

    @Nullable String description(@Nullable String description) {
      if (description == null) {
        return null;
      }
      return isOf("description") ? replaced(description) : without(description);
    }

    Subject subject(Subject subject) {
      return new Subject(
          subject.client(),
          names == FieldNames.USER ? replaced(subject.user()) : subject.user(),
          isOf("session_id") ? replaced(subject.session()) : subject.session(),
          names == FieldNames.ADDRESS ? replaced(subject.ip()) : subject.ip());
    }

    private @Nullable String replaced(@Nullable String value) {
      if (value == null || value.isEmpty()) {
        return value;
      }
      String replacement = replacement(value);
      changed |= !value.equals(replacement);
      return replacement;
    }

    /** Null where nothing takes its place. */
    private @Nullable String replacement(String value) {
      return field.action() == Action.DROP ? null : pseudonyms.of(field.name(), value, time);
    }
  }
}
