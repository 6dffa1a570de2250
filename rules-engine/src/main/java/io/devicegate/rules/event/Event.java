package io.devicegate.rules.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One thing that happened, as its source told it: a line of a tenant's log, a decision of the
 * gateway, or a deploy.
 *
 * <p>Two events with the same source and id are the same event, however often and in whatever order
 * they arrive.
 *
 * @param source where it came from: {@code auth0}, {@code gateway} or {@code operations}
 * @param id identity within the source; for a tenant's log the {@code log_id}
 * @param type the source's own code, such as {@code fdeaz}; unknown codes are legal
 * @param time when it happened, by the source's clock
 * @param subject whom it is about
 * @param json the whole event as one JSON object, without tokens, codes or secrets
 */
public record Event(
    String source, String id, String type, Instant time, Subject subject, String json) {

  /** Source of a tenant's log events. */
  public static final String AUTH0 = "auth0";

  /** Source of the gateway's decisions. */
  public static final String GATEWAY = "gateway";

  /** Source of what was done to the system: deploys, new keys, starts. */
  public static final String OPERATIONS = "operations";

  public Event {
    requireText(source, "source");
    requireText(id, "id");
    requireText(type, "type");
    requireNonNull(time, "time");
    requireNonNull(subject, "subject");
    requireText(json, "json");
  }

  private static void requireText(String value, String name) {
    if (requireNonNull(value, name).isEmpty()) {
      throw new IllegalArgumentException(name + ": empty (expected: text)");
    }
  }
}
