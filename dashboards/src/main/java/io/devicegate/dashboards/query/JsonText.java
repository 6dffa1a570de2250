package io.devicegate.dashboards.query;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a text out of stored JSON. */
final class JsonText {

  private JsonText() {}

  /** What stands there, or null if that is no text. */
  static @Nullable String at(String json, String... path) {
    try {
      JsonNode node = JsonMapper.shared().readTree(json);
      for (String name : path) {
        node = node.path(name);
      }
      return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
