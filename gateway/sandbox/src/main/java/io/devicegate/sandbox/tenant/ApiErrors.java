package io.devicegate.sandbox.tenant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Which addresses programs call, and the error object of the Management API. */
final class ApiErrors {

  /** Patterns of the addresses that always answer JSON. */
  static final String[] PATTERNS = {
    "/oauth/**", "/userinfo", "/api/**", "/.well-known/**", "/sandbox/**"
  };

  private static final List<String> PREFIXES =
      List.of("/oauth/", "/userinfo", "/api/", "/.well-known/", "/sandbox/");

  private ApiErrors() {}

  static boolean isApi(String path) {
    return PREFIXES.stream().anyMatch(path::startsWith);
  }

  static Map<String, Object> management(HttpStatus status, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("statusCode", status.value());
    body.put("error", status.getReasonPhrase());
    body.put("message", message);
    return body;
  }
}
