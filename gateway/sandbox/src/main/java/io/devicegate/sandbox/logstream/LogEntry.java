package io.devicegate.sandbox.logstream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as the log keeps it.
 *
 * @param logId unique identifier; its lexicographic order is the order of the log
 * @param sequence number of the event since the log began, from one, without gaps
 * @param data all fields, the identifier included
 */
record LogEntry(String logId, long sequence, Map<String, Object> data) {

  LogEntry {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }
}
