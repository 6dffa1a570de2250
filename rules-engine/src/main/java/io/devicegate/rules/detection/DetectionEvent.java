package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Bounds;
import io.devicegate.rules.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as the conditions of detections see it: a component {@code userAgent} is {@code
 * event.user_agent}, and a nullable component is an optional field.
 *
 * <p>Every text holds at most 8,192 characters and every list and map at most 256 elements; what is
 * longer is cut off. What a source leaves empty is absent.
 *
 * @param source {@code auth0}, {@code gateway} or {@code operations}
 * @param id the {@code log_id}, or the id of the decision
 * @param type the source's code, such as {@code fdeac}; {@code decision} for the gateway's
 * @param time when it happened
 * @param client the OAuth client id
 * @param user the user id
 * @param session the tenant's browser session
 * @param ip the address; of the device for {@code fdeaz}, {@code fede} and {@code sede}, of the
 *     user's browser for {@code fdeac} and {@code fdecc}
 * @param description Auth0's own words
 * @param clientName what people call the client
 * @param userName mostly an e-mail address
 * @param userAgent as the source wrote it; Auth0 writes family and version
 * @param country ISO 3166 code of the address, from {@code location_info}, which Auth0 adds when
 *     the log is polled, not when it is streamed
 * @param audience the API
 * @param hostname the tenant's host
 * @param connection name of the connection
 * @param error code of the error, from where the event has it in {@code details}
 * @param code the user code of {@code fdeac}; masked but for its last two characters
 * @param scopes the scopes, one word each
 * @param details {@code details}
 * @param json the whole event
 */
public record DetectionEvent(
    String source,
    String id,
    String type,
    Instant time,
    @Nullable String client,
    @Nullable String user,
    @Nullable String session,
    @Nullable String ip,
    @Nullable String description,
    @Nullable String clientName,
    @Nullable String userName,
    @Nullable String userAgent,
    @Nullable String country,
    @Nullable String audience,
    @Nullable String hostname,
    @Nullable String connection,
    @Nullable String error,
    @Nullable String code,
    List<String> scopes,
    Map<String, Object> details,
    Map<String, Object> json) {

  private static final List<String> ERROR_CODES =
      List.of("oauthError", "oauth_error", "error", "code", "type");

  static DetectionEvent of(Event event, Map<String, Object> json) {
    Map<String, Object> details = map(json, "details");
    return new DetectionEvent(
        event.source(),
        Bounded.text(event.id()),
        Bounded.text(event.type()),
        event.time(),
        Bounded.optional(event.subject().client()),
        Bounded.optional(event.subject().user()),
        Bounded.optional(event.subject().session()),
        Bounded.optional(event.subject().ip()),
        text(json, "description"),
        text(json, "client_name"),
        text(json, "user_name"),
        text(json, "user_agent"),
        text(map(json, "location_info"), "country_code"),
        text(json, "audience"),
        text(json, "hostname"),
        text(json, "connection"),
        error(details),
        text(details, "code"),
        scopes(json.get("scope")),
        details,
        json);
  }

  /**
   * Returns the member of the JSON that {@link #of} reads for a field, by the field's name in
   * conditions; nothing for {@code json}, which is all of it, and for what an event has itself.
   */
  static Optional<String> member(String field) {
    return switch (field) {
      case "source", "id", "type", "time", "client", "user", "session", "ip", "json" ->
          Optional.empty();
      case "country" -> Optional.of("location_info");
      case "error", "code" -> Optional.of("details");
      case "scopes" -> Optional.of("scope");
      default -> Optional.of(field);
    };
  }

  private static @Nullable String error(Map<String, Object> details) {
    Map<String, Object> error = map(details, "error");
    for (String name : ERROR_CODES) {
      String code = text(error, name);
      if (code != null) {
        return code;
      }
    }
    String plain = text(details, "error");
    return plain != null ? plain : text(details, "failure_reason");
  }

  private static List<String> scopes(@Nullable Object scope) {
    if (scope instanceof String text) {
      return words(text.strip());
    }
    return scope instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** By hand: there is one in nearly every event. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>(4);
    for (int at = 0; at < text.length() && words.size() < Bounds.ELEMENTS; ) {
      int space = text.indexOf(' ', at);
      int end = space < 0 ? text.length() : space;
      if (end > at) {
        words.add(text.substring(at, end));
      }
      at = end + 1;
    }
    return words;
  }

  private static @Nullable String text(Map<String, Object> object, String name) {
    return object.get(name) instanceof String text && !text.isEmpty() ? text : null;
  }

  @SuppressWarnings("unchecked") // JsonReader makes no other maps.
  private static Map<String, Object> map(Map<String, Object> object, String name) {
    return object.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /**
   * All that a condition may look at.
   *
   * @param event the event
   */
  public record Input(DetectionEvent event) {}
}
