package io.devicegate.dashboards.web;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One event, with links to those that have something in common with it. */
record EventModel(
    String type,
    String sign,
    String outcome,
    String iso,
    String text,
    List<Field> fields,
    @Nullable String storyUrl,
    String json) {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  static EventModel of(StoredEvent stored, Taxonomy taxonomy) {
    Event event = stored.event();
    return new EventModel(
        event.type(),
        Words.sign(stored.outcome()),
        stored.outcome().label(),
        event.time().toString(),
        text(stored, taxonomy),
        fields(stored),
        storyUrl(event.subject()),
        pretty(event.json()));
  }

  /** The story of whoever it is about, by the best name that it has. */
  private static @Nullable String storyUrl(Subject subject) {
    return Stream.of(subject.user(), subject.session(), subject.ip())
        .filter(name -> name != null && !name.isEmpty())
        .findFirst()
        .map(name -> PageQuery.url("/device", Map.of("key", name), ""))
        .orElse(null);
  }

  private static String text(StoredEvent stored, Taxonomy taxonomy) {
    String description = stored.description();
    return description != null && !description.isBlank()
        ? description
        : taxonomy.find(stored.event().type()).map(EventCode::meaning).orElse("");
  }

  private static List<Field> fields(StoredEvent stored) {
    Event event = stored.event();
    Subject subject = event.subject();
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("source", event.source(), null));
    fields.add(new Field("id", event.id(), null));
    fields.add(new Field("outcome", stored.outcome().label(), null));
    fields.add(new Field("step", Words.step(stored.stage()), null));
    add(fields, Dimension.REASON, stored.reason());
    add(fields, Dimension.CLIENT, subject.client());
    add(fields, Dimension.USER, subject.user());
    add(fields, Dimension.SESSION, subject.session());
    add(fields, Dimension.IP, subject.ip());
    Duration lag = Duration.between(event.time(), stored.received());
    fields.add(
        new Field(
            "received",
            stored.received()
                + ", "
                + (lag.isNegative() ? "before" : Words.duration(lag) + " after")
                + " it happened",
            null));
    if (stored.weight() > 1) {
      fields.add(new Field("stands for", Words.number(stored.weight()) + " alike", null));
    }
    fields.removeIf(field -> field.value().isEmpty());
    return fields;
  }

  private static void add(List<Field> fields, Dimension dimension, @Nullable String value) {
    if (value != null) {
      String url = PageQuery.url("/", Map.of(dimension.label(), value), "#events");
      fields.add(new Field(dimension.label(), value, url));
    }
  }

  private static String pretty(String json) {
    try {
      return PRETTY.writeValueAsString(PRETTY.readTree(json));
    } catch (JacksonException e) {
      return json;
    }
  }

  /** A field; with a link to all events that have the same value. */
  record Field(String name, String value, @Nullable String url) {}
}
