package io.devicegate.sandbox.tenant;

import io.devicegate.rules.login.LoginRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Describes a login to the login rules as Auth0 does
 * (https://auth0.com/docs/customize/rules/context-object and …/user-object-in-rules).
 */
@Component
final class LoginContexts {

  private final String tenant;
  private final Clients clients;
  private final Users users;
  private final Clock clock;

  LoginContexts(SandboxProperties properties, Clients clients, Users users, Clock clock) {
    this.tenant = properties.tenantName();
    this.clients = clients;
    this.users = users;
    this.clock = clock;
  }

  LoginRequest ofDeviceLogin(
      SandboxProperties.User user, DeviceRequest request, Caller browser, String sessionId) {
    Map<String, Object> context =
        context(user, request.clientId(), request.audience(), request.scopes(), browser);
    context.put("protocol", "oauth2-device-code");
    context.put("sessionID", sessionId);
    context.put(
        "authentication",
        Map.of("methods", List.of(Map.of("name", "pwd", "timestamp", clock.millis()))));
    return new LoginRequest(user(user), context);
  }

  LoginRequest ofRefresh(
      SandboxProperties.User user, RefreshTokens.Member member, Set<String> scopes, Caller device) {
    Map<String, Object> context =
        context(user, member.clientId(), member.audience(), scopes, device);
    context.put("protocol", "oauth2-refresh-token");
    context.put("sessionID", member.login().sessionId());
    context.put(
        "refreshToken",
        Map.of(
            "id", member.familyId(),
            "client_id", member.clientId(),
            "rotating", true,
            "session_id", member.login().sessionId(),
            "metadata", new HashMap<>(member.login().refreshTokenMetadata())));
    return new LoginRequest(user(user), context);
  }

  private Map<String, Object> context(
      SandboxProperties.User user,
      String clientId,
      @Nullable String audience,
      Set<String> scopes,
      Caller caller) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("tenant", tenant);
    context.put("clientID", clientId);
    context.put("clientName", clients.name(clientId));
    context.put("clientMetadata", Map.of());
    context.put("connection", TenantEvents.CONNECTION);
    context.put("connectionID", TenantEvents.CONNECTION_ID);
    context.put("connectionStrategy", TenantEvents.STRATEGY);
    context.put("connectionMetadata", Map.of());
    context.put("stats", Map.of("loginsCount", users.logins(user)));
    context.put("accessToken", new LinkedHashMap<>(Map.of("scope", new ArrayList<>(scopes))));
    context.put("idToken", new LinkedHashMap<>());
    context.put("authorization", Map.of("roles", List.of()));
    context.put("request", request(caller, audience, scopes));
    if (audience != null) {
      context.put("audience", audience);
    }
    return context;
  }

  private static Map<String, Object> request(
      Caller caller, @Nullable String audience, Set<String> scopes) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("scope", String.join(" ", scopes));
    if (audience != null) {
      query.put("audience", audience);
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("ip", caller.ip());
    request.put("hostname", caller.hostname());
    request.put("userAgent", caller.userAgent() == null ? "" : caller.userAgent());
    request.put("query", query);
    return request;
  }

  private Map<String, Object> user(SandboxProperties.User user) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("user_id", user.id());
    object.put("email", user.email());
    object.put("email_verified", user.emailVerified());
    object.put("name", user.name());
    object.put("nickname", IdTokens.nickname(user));
    object.put("identities", List.of(identity(user)));
    // Undefined by default, as at Auth0.
    UserMetadata metadata = users.metadata(user);
    if (!metadata.app().isEmpty()) {
      object.put("app_metadata", metadata.app());
    }
    if (!metadata.user().isEmpty()) {
      object.put("user_metadata", metadata.user());
    }
    return object;
  }

  private static Map<String, Object> identity(SandboxProperties.User user) {
    return Map.of(
        "connection",
        TenantEvents.CONNECTION,
        "provider",
        TenantEvents.STRATEGY,
        "user_id",
        user.id().substring(user.id().indexOf('|') + 1),
        "isSocial",
        false);
  }
}
