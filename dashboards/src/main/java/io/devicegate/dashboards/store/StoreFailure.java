package io.devicegate.dashboards.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Turns what went wrong with the file into a sentence that says what to do. */
final class StoreFailure {

  private StoreFailure() {}

  static StoreUnavailableException opening(Path path, Exception cause) {
    String text = Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
    return new StoreUnavailableException(
        "Cannot open the event store %s (property %s): %s"
            .formatted(path, StoreProperties.PATH_PROPERTY, advice(text)),
        cause);
  }

  /** Only of a fault of the disk the words are repeated: others may quote what was written. */
  static StoreUnavailableException writing(Path path, Exception cause) {
    String lower = Objects.toString(cause.getMessage(), "").toLowerCase(Locale.ROOT);
    String why = "";
    if (lower.contains("no space left")) {
      why = ": the disk is full. It goes on when there is room.";
    } else if (lower.contains("file too large")) {
      why = ": the file may not grow beyond a limit of the system (ulimit -f).";
    } else if (lower.contains("read-only")) {
      why = ": the disk is read-only.";
    } else if (lower.contains("permission denied")) {
      why = ": this process may not write there.";
    } else if (lower.contains("input/output error")) {
      why = ": the disk reports an error. Look at the system's log.";
    }
    return new StoreUnavailableException("Cannot write the event store " + path + why, cause);
  }

  private static String advice(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("lock") || lower.contains("already attached")) {
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
