package io.devicegate.rules.testing;

import io.devicegate.rules.access.AccessRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The request that a test has before it says anything, and the laying of one over another. */
public final class RequestDefaults {

  private static final String NOW = "2026-01-01T00:00:00Z";

  private RequestDefaults() {}

  /**
   * Completes a request: what it does not say is that of a device's harmless one, as in a test.
   *
   * @param said parts with the names of the schema, such as {@code {request={method=POST}}}
   * @throws IllegalArgumentException if a part is unknown or of the wrong type; names it
   */
  public static AccessRequest complete(Map<String, Object> said) {
    Map<String, Object> request = at(said.get("now") instanceof String now ? now : NOW);
    merge(request, said);
    return AccessRequest.fromMap(request);
  }

  /** Returns a device's harmless request at a time; only what must be there is there. */
  static Map<String, Object> at(String now) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put(
        "token",
        map(
            "issuer",
            "https://tenant.test/",
            "subject",
            "auth0|user",
            "audiences",
            List.of("https://api.test"),
            "scopes",
            List.of(),
            "issued_at",
            now,
            "expires_at",
            now,
            "amr",
            List.of(),
            "claims",
            Map.of()));
    request.put("client", map("id", "client", "device", true));
    request.put(
        "user",
        map("id", "auth0|user", "email_verified", true, "groups", List.of(), "blocked", false));
    request.put("device", map());
    request.put("approver", map());
    request.put("grant", map("protocol", "oauth2-device-code", "evidence", "claim"));
    request.put("request", map("method", "GET", "path", "/", "route", "route"));
    request.put("signals", List.of());
    request.put("now", now);
    return request;
  }

  /** Lays one tree over another: maps are merged, anything else is replaced. */
  static void merge(Map<String, Object> base, Map<String, Object> over) {
    over.forEach(
        (key, value) -> {
          if (base.get(key) instanceof Map<?, ?> below && value instanceof Map<?, ?> above) {
            Map<String, Object> merged = strings(below);
            merge(merged, strings(above));
            base.put(key, merged);
          } else {
            base.put(key, value);
          }
        });
  }

  /** Sets one value by its path, such as {@code request.method}. */
  static void set(Map<String, Object> base, String path, Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      base.put(path, value);
      return;
    }
    Map<String, Object> over = new LinkedHashMap<>();
    set(over, path.substring(dot + 1), value);
    merge(base, Map.of(path.substring(0, dot), over));
  }

  static Map<String, Object> copy(Map<String, Object> base) {
    return new LinkedHashMap<>(base);
  }

  private static Map<String, Object> strings(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
