package io.devicegate.sandbox.logstream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as Auth0's webhooks do: each as {@code {"log_id": …, "data": {…}}}. */
final class WebhookBody {

  private final JsonMapper json;
  private final WebhookFormat format;

  WebhookBody(JsonMapper json, WebhookFormat format) {
    this.json = json;
    this.format = format;
  }

  /** How many events one request may carry. */
  int batch(int configured) {
    return format == WebhookFormat.JSONOBJECT ? 1 : configured;
  }

  String of(List<LogEntry> entries) {
    return switch (format) {
      case JSONARRAY ->
          json.writeValueAsString(entries.stream().map(WebhookBody::element).toList());
      case JSONLINES, JSONOBJECT ->
          entries.stream()
              .map(entry -> json.writeValueAsString(element(entry)))
              .collect(Collectors.joining("\n"));
    };
  }

  private static Map<String, Object> element(LogEntry entry) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("log_id", entry.logId());
    element.put("data", entry.data());
    return element;
  }
}
