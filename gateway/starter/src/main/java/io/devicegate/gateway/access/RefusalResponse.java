package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a refused caller is told: a challenge per RFC 6750 section 3 and a problem per RFC 9457. It
 * repeats nothing of the request.
 *
 * @param status HTTP status
 * @param headers response headers, the content's length included
 * @param body problem details
 */
record RefusalResponse(int status, Map<String, String> headers, String body) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TYPE_PREFIX = "urn:devicegate:reason:";
  private static final String REALM = "devicegate";
  static final String DPOP_NONCE = "DPoP-Nonce";
  private static final String SOON = "1";

  static RefusalResponse of(Decision.Refuse decision) {
    String body = body(decision);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    headers.put(HttpHeaders.CONTENT_LENGTH, String.valueOf(length));
    headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
    Reason reason = decision.reason();
    if (reason.status() == 503) {
      headers.put(HttpHeaders.RETRY_AFTER, retryAfter(decision.hints().retryAfter()));
    } else {
      headers.put(HttpHeaders.WWW_AUTHENTICATE, challenge(decision));
    }
    if (decision.hints().dpopNonce() != null) {
      headers.put(DPOP_NONCE, decision.hints().dpopNonce());
    }
    return new RefusalResponse(reason.status(), headers, body);
  }

  /** In whole seconds, rounded up (RFC 9110 section 10.2.3). */
  private static String retryAfter(@Nullable Duration wait) {
    return wait == null ? SOON : String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  /** Without a token there is no error to name (RFC 6750 section 3.1). */
  private static String challenge(Decision.Refuse decision) {
    if (decision.hints().challenge() != null) {
      return decision.hints().challenge();
    }
    String challenge = "Bearer realm=" + quoted(REALM);
    String error = decision.reason().error();
    return error == null
        ? challenge
        : challenge
            + ", error="
            + quoted(error)
            + ", error_description="
            + quoted(decision.detail());
  }

  private static String body(Decision.Refuse decision) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", TYPE_PREFIX + decision.reason().wireName());
    problem.put("title", decision.reason().title());
    problem.put("status", decision.reason().status());
    problem.put("detail", decision.detail());
    problem.put("reason", decision.reason().wireName());
    problem.put("decision_id", decision.id());
    return JSON.writeValueAsString(problem);
  }

  /** Only the characters that RFC 6750 section 3 allows in a description; no quote breaks out. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .map(c -> c < ' ' || c > '~' ? '?' : c)
        .map(c -> c == '"' || c == '\\' ? '\'' : c)
        .forEach(c -> quoted.append((char) c));
    return quoted.append('"').toString();
  }
}
