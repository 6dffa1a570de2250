package io.devicegate.dashboards;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Classification;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events for tests; all invented. */
public final class TestEvents {

  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static final Taxonomy TAXONOMY = Taxonomy.load();

  private TestEvents() {}

  /** A tenant's event as stored. */
  public static StoredEvent tenant(String id, String type, Instant time) {
    return tenant(id, type, time, "sandbox-tv");
  }

  public static StoredEvent tenant(String id, String type, Instant time, String client) {
    Classification classification = TAXONOMY.classify(type, () -> "");
    Subject subject = new Subject(client, "auth0|alice", null, "203.0.113.7");
    return new StoredEvent(
        new Event(Event.AUTH0, id, type, time, subject, "{\"type\":\"" + type + "\"}"),
        classification.stage(),
        classification.outcome(),
        null,
        null,
        time.plusSeconds(3));
  }

  /** A gateway's decision about a device's token, as stored. */
  public static StoredEvent decision(
      String id, Instant time, Outcome outcome, @Nullable String reason, @Nullable String user) {
    Subject subject = new Subject("sandbox-tv", user, null, "203.0.113.7");
    return new StoredEvent(
        new Event(Event.GATEWAY, id, "decision", time, subject, "{}"),
        Stage.CALL,
        outcome,
        reason,
        null,
        time);
  }

  /** A synthetic sample of one of the five codes. */
  public static String sample(String code) {
    try (InputStream sample = TestEvents.class.getResourceAsStream("/samples/" + code + ".json")) {
      if (sample == null) {
        throw new IllegalArgumentException(code + ": no sample");
      }
      return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
