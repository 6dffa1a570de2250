package io.devicegate.sandbox.tenant;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A refusal of one of the OAuth endpoints: an HTTP status and Auth0's error object. */
final class OAuthException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String error;
  private final String description;
  private final @Nullable String uri;

  OAuthException(HttpStatus status, String error, String description) {
    this(status, error, description, null);
  }

  OAuthException(HttpStatus status, String error, String description, @Nullable String uri) {
    super(error + ": " + description, null, false, false);
    this.status = status;
    this.error = error;
    this.description = description;
    this.uri = uri;
  }

  static OAuthException invalidRequest(String description) {
    return new OAuthException(HttpStatus.BAD_REQUEST, "invalid_request", description);
  }

  HttpStatus status() {
    return status;
  }

  String error() {
    return error;
  }

  String description() {
    return description;
  }

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description);
    if (uri != null) {
      body.put("error_uri", uri);
    }
    return body;
  }
}
