package io.devicegate.sandbox.tenant;

import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what an OAuth endpoint refuses with Auth0's error object. */
@RestControllerAdvice
final class TenantErrors {

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> refused(OAuthException refusal) {
    return JsonAnswer.of(refusal.status(), refusal.body());
  }
}
