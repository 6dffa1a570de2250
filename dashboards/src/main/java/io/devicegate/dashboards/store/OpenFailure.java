package io.devicegate.dashboards.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Turns what went wrong while opening the file into a sentence that says what to do. */
final class OpenFailure {

  private OpenFailure() {}

  static StoreUnavailableException of(Path path, Exception cause) {
    String text = Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
    return new StoreUnavailableException(
        "Cannot open the event store %s (property %s): %s"
            .formatted(path, StoreProperties.PATH_PROPERTY, advice(text)),
        cause);
  }

  private static String advice(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("lock")) {
      return "another process holds it. Stop that process, or give this one its own file.";
    }
    if (lower.contains("not a valid duckdb database")
        || lower.contains("corrupt")
        || lower.contains("checksum")) {
      return "it is damaged or no DuckDB file. Restore it from a backup, or move it away to start"
          + " with an empty store. ("
          + text
          + ")";
    }
    if (lower.contains("schema version")) {
      return text + ". Start the version that wrote it, or name another file.";
    }
    return text;
  }
}
