package io.devicegate.sandbox.logstream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way into the {@link TenantLog}, which adds the identifier, the time and the
 * tenant. Field names are those of Auth0's published log schemas.
 */
public final class TenantEvent {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private TenantEvent(String type, String description) {
    fields.put("type", type);
    fields.put("description", description);
  }

  /**
   * Begins an event.
   *
   * @param type code of the event, for example {@code fdeaz}
   * @param description short text for a person, never with a token or a secret in it
   */
  public static TenantEvent of(String type, String description) {
    return new TenantEvent(type, description);
  }

  /** Adds a field; a field without a value is left out, as in Auth0's streams. */
  public TenantEvent with(String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
    return this;
  }

  Map<String, Object> fields() {
    return fields;
  }
}
