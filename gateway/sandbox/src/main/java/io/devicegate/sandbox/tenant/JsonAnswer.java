package io.devicegate.sandbox.tenant;

import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** JSON for a program, whatever it says it accepts, and never kept by a cache. */
final class JsonAnswer {

  private JsonAnswer() {}

  static ResponseEntity<Map<String, Object>> ok(Map<String, Object> body) {
    return of(HttpStatus.OK, body);
  }

  static ResponseEntity<Map<String, Object>> of(HttpStatus status, Map<String, Object> body) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .body(body);
  }
}
