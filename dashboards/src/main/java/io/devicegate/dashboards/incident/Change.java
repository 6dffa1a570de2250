package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.taxonomy.Operation;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that was changed.
 *
 * @param time when, or when it was first seen
 * @param kind what kind of change
 * @param text what changed
 * @param source the source of the event that tells; null if no single one does
 * @param id its identity within the source
 */
public record Change(
    Instant time, Kind kind, String text, @Nullable String source, @Nullable String id) {

  /** Kinds of changes, as far as events tell of them. */
  public enum Kind {
    /** Somebody changed the tenant through its Management API. */
    TENANT,
    /** Something was deployed, as whoever deploys has told. */
    DEPLOY,
    /** An issuer signs with other keys. */
    KEYS,
    /** A gateway was started. */
    GATEWAY,
    /** The gateway decides by other access rules. */
    RULES,
    /** A version of a program was seen that had not been seen before. */
    PROGRAM;

    static Kind of(Operation operation) {
      return switch (operation) {
        case DEPLOY -> DEPLOY;
        case KEYS_CHANGED -> KEYS;
        case GATEWAY_STARTED -> GATEWAY;
      };
    }

    /** The name used in JSON and on the page. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
