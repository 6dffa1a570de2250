package io.devicegate.sandbox.upstream;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** An answer with a JSON body. */
record Reply(int status, Map<String, String> headers, String body) {

  private static final ObjectMapper JSON = JsonMapper.shared();

  static Reply json(int status, Object value) {
    return new Reply(
        status, Map.of("Content-Type", "application/json"), JSON.writeValueAsString(value));
  }

  /**
   * A refusal as problem+json (RFC 9457). The detail names the field and what was expected of it.
   */
  static Reply problem(int status, String title, String detail) {
    return problem(status, title, detail, Map.of());
  }

  /** A refusal because of one member of the body. */
  static Reply badField(String field, String detail) {
    return problem(400, "Bad Request", field + ": " + detail, Map.of("field", field));
  }

  private static Reply problem(
      int status, String title, String detail, Map<String, String> members) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    body.putAll(members);
    return new Reply(
        status, Map.of("Content-Type", "application/problem+json"), JSON.writeValueAsString(body));
  }

  Reply with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Reply(status, all, body);
  }
}
