package io.devicegate.gateway.login;

import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.token.VerifiedToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code context} that rules see, as far as a token knows of its login. What is not known is
 * absent, as it is at Auth0 in some flows.
 */
final class LoginContext {

  private LoginContext() {}

  static Map<String, Object> of(LoginAttempt attempt) {
    VerifiedToken token = attempt.verified();
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("tenant", token.tenant().name());
    String protocol = attempt.grade().name();
    putKnown(context, "protocol", protocol.equals(ProtocolGrade.UNKNOWN_NAME) ? null : protocol);
    putKnown(context, "clientID", token.client());
    putKnown(context, "audience", audience(token));
    context.put("request", request(attempt));
    context.put("accessToken", new LinkedHashMap<>(Map.of("scope", token.scopes())));
    context.put("idToken", new LinkedHashMap<String, Object>());
    return context;
  }

  private static Map<String, Object> request(LoginAttempt attempt) {
    Map<String, Object> request = new LinkedHashMap<>();
    putKnown(request, "ip", attempt.ip());
    putKnown(request, "userAgent", attempt.userAgent());
    request.put("query", new LinkedHashMap<String, Object>());
    return request;
  }

  /** The API that the token is for; beside it a token may name the issuer's own userinfo. */
  private static @Nullable Object audience(VerifiedToken token) {
    return token.claims().get("aud") instanceof List<?> audiences
        ? audiences.stream()
            .filter(token.tenant().audiences()::contains)
            .findFirst()
            .map(Object.class::cast)
            .orElse(null)
        : null;
  }

  private static void putKnown(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
