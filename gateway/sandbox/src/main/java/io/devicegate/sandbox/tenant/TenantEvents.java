package io.devicegate.sandbox.tenant;

import io.devicegate.sandbox.logstream.TenantEvent;
import io.devicegate.sandbox.logstream.TenantLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which events the tenant writes to its log, and what stands in each: the fields of Auth0's
 * published log schemas (https://github.com/auth0/auth0-log-schemas).
 *
 * <p>No token or secret is ever logged; {@code fdeac} carries the user code, as at Auth0.
 */
@Component
final class TenantEvents {

  static final String CONNECTION = "Username-Password-Authentication";
  static final String CONNECTION_ID = "con_sandbox";
  static final String STRATEGY = "auth0";
  private static final int MAX_TEXT = 256;

  private final TenantLog log;
  private final Clients clients;

  TenantEvents(TenantLog log, Clients clients) {
    this.log = log;
    this.clients = clients;
  }

  /** {@code fdeaz}: a device asked for codes and was refused. */
  void deviceRequestRefused(Caller caller, @Nullable OAuthForm form, OAuthException refusal) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("client_id", parameter(form, "client_id"));
    body.put("scope", parameter(form, "scope"));
    String audience = parameter(form, "audience");
    if (!audience.isEmpty()) {
      body.put("audience", audience);
    }
    log.record(
        event("fdeaz", refusal.description(), caller, parameter(form, "client_id"))
            .with("hostname", caller.hostname())
            .with("details", Map.of("body", body, "qs", Map.of(), "error", error(refusal))));
  }

  /** {@code api_limit}: the tenant's rate limit is used up. */
  void rateLimited(Caller caller) {
    log.record(
        event("api_limit", "Global limit has been reached", caller, "")
            .with("hostname", caller.hostname()));
  }

  /** {@code fede}: a device asked for its tokens and got a final refusal. */
  void deviceExchangeRefused(OAuthCall call, OAuthException refusal) {
    log.record(
        exchange("fede", refusal.description(), call)
            .with("details", Map.of("error", error(refusal))));
  }

  /** {@code sede}: a device got its tokens. */
  void deviceExchanged(
      OAuthCall call,
      DeviceRequest request,
      SandboxProperties.User user,
      Set<String> scopes,
      AccessTokens.Issued token) {
    TenantEvent event =
        event("sede", "", call.caller(), request.clientId())
            .with("hostname", call.caller().hostname())
            .with("client_ip", call.caller().ip())
            .with("audience", text(request.audience()))
            .with("scope", String.join(" ", scopes));
    if (token.id() != null) {
      event.with("details", Map.of("access_token_jti", token.id()));
    }
    log.record(user(event, user));
  }

  /** {@code sertft}: a client renewed its tokens. */
  void refreshed(
      OAuthCall call,
      RefreshTokens.Member member,
      SandboxProperties.User user,
      Set<String> scopes,
      AccessTokens.Issued token) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (token.id() != null) {
      details.put("access_token_jti", token.id());
    }
    details.put("familyId", member.familyId());
    details.put("tokenCounter", member.counter());
    details.put("policy_used", "refresh_token_user_grant");
    details.put("requested_client_id", member.clientId());
    details.put("requested_scope", parameter(call.form(), "scope"));
    details.put("refresh_token", offline(member));
    details.put("actions", Map.of("executions", List.of()));
    log.record(
        user(
            event("sertft", "", call.caller(), member.clientId())
                .with("hostname", call.caller().hostname())
                .with("audience", text(member.audience()))
                .with("scope", String.join(" ", scopes))
                .with("details", details),
            user));
  }

  /**
   * {@code fertft}: a client could not renew its tokens.
   *
   * @param member what the token was, when that could be told
   * @param reason one of Auth0's failure reasons; none when the token was good
   */
  void refreshRefused(
      OAuthCall call,
      RefreshTokens.@Nullable Member member,
      @Nullable String reason,
      OAuthException refusal) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (reason != null) {
      details.put("failure_reason", reason);
    }
    details.put("policy_used", "refresh_token_user_grant");
    details.put("requested_client_id", parameter(call.form(), "client_id"));
    if (member != null) {
      details.put("refresh_token", offline(member));
    }
    log.record(
        exchange("fertft", refusal.description(), call)
            .with("audience", member == null ? "" : text(member.audience()))
            .with("user_id", member == null ? null : member.login().userId())
            .with("details", details));
  }

  /** {@code ferrt}: somebody used a refresh token that had been replaced. */
  void refreshTokenReused(OAuthCall call, RefreshTokens.Check.Reused reused) {
    RefreshTokens.Member member = reused.member();
    log.record(
        exchange(
                "ferrt", "Unsuccessful Refresh Token exchange, reused refresh token detected", call)
            .with("audience", text(member.audience()))
            .with("scope", String.join(" ", member.login().scopes()))
            .with("user_id", member.login().userId())
            .with(
                "details",
                Map.of(
                    "familyId", member.familyId(),
                    "latestCounter", reused.latestCounter(),
                    "tokenCounter", member.counter())));
  }

  /** {@code srrt}: a client gave its refresh token back. */
  void refreshTokenRevoked(OAuthCall call, RefreshTokens.Member member) {
    log.record(
        exchange("srrt", "", call)
            .with("user_id", member.login().userId())
            .with(
                "details",
                Map.of(
                    "credential_id",
                    member.familyId(),
                    "audience",
                    text(member.audience()),
                    "refresh_token",
                    offline(member))));
  }

  /** {@code seccft}: a client got a token for itself. */
  void clientCredentialsExchanged(
      OAuthCall call, String clientId, String audience, Set<String> scopes) {
    log.record(
        event("seccft", "", call.caller(), clientId)
            .with("hostname", call.caller().hostname())
            .with("client_ip", call.caller().ip())
            .with("audience", audience)
            .with("scope", String.join(" ", scopes)));
  }

  /** {@code feccft}: a client asked for a token for itself and was refused. */
  void clientCredentialsRefused(OAuthCall call, OAuthException refusal) {
    log.record(
        exchange("feccft", refusal.description(), call)
            .with("audience", parameter(call.form(), "audience"))
            .with("scope", parameter(call.form(), "scope"))
            .with("details", Map.of("error", error(refusal))));
  }

  /** {@code fdecc}: the person did not confirm the device. */
  void deviceCancelled(
      Caller browser,
      String sessionId,
      DeviceRequest request,
      SandboxProperties.@Nullable User user) {
    TenantEvent event =
        event("fdecc", "User cancelled the device confirmation", browser, request.clientId())
            .with("details", Map.of("session_id", sessionId));
    log.record(user == null ? event : user(event, user));
  }

  /**
   * {@code fdeac}: a code was entered, and no activation came of it.
   *
   * @param request the device, when the code belongs to one
   * @param error why, in one word
   */
  void activationFailed(
      Caller browser,
      String sessionId,
      String userCode,
      @Nullable DeviceRequest request,
      String error,
      SandboxProperties.@Nullable User user) {
    TenantEvent event =
        event(
                "fdeac",
                "Failed to activate device",
                browser,
                request == null ? "" : request.clientId())
            .with("audience", request == null ? "" : text(request.audience()))
            .with("scope", request == null ? null : String.join(" ", request.scopes()))
            .with("connection", CONNECTION)
            .with("connection_id", CONNECTION_ID)
            .with("strategy", STRATEGY)
            .with("strategy_type", "database")
            .with(
                "details",
                Map.of(
                    "code", userCode,
                    "session_id", sessionId,
                    "connection", CONNECTION,
                    "error", Map.of("type", error)));
    log.record(user == null ? event : user(event, user));
  }

  /** {@code s}: a person logged in, and the login rules agreed. */
  void loggedIn(
      Caller browser, String sessionId, String clientId, SandboxProperties.User user, int logins) {
    Map<String, Object> prompt = new LinkedHashMap<>();
    prompt.put("name", "login");
    prompt.put("connection", CONNECTION);
    prompt.put("connection_id", CONNECTION_ID);
    prompt.put("strategy", STRATEGY);
    prompt.put("requiredCaptcha", false);
    prompt.put("session_id", sessionId);
    prompt.put("user_id", user.id());
    prompt.put("user_name", user.email());
    prompt.put("stats", Map.of("loginsCount", logins));
    log.record(
        user(
            login("s", "", browser, clientId)
                .with(
                    "details",
                    Map.of(
                        "prompts", List.of(prompt),
                        "session_id", sessionId,
                        "stats", Map.of("loginsCount", logins))),
            user));
  }

  /** {@code f}: a login rule, or its failure, refused a login. */
  void loginRefused(
      Caller browser,
      DeviceRequest request,
      SandboxProperties.User user,
      String reason,
      String message) {
    log.record(
        user(
            login("f", message, browser, request.clientId())
                .with("details", loginError(message, reason)),
            user));
  }

  /** {@code f} for a blocked account, {@code limit_wc} after too many wrong passwords. */
  void loginBlocked(Caller browser, String clientId, String email, boolean tooManyAttempts) {
    String text = tooManyAttempts ? "Too many wrong passwords" : "The user is blocked";
    log.record(
        login(tooManyAttempts ? "limit_wc" : "f", text, browser, clientId)
            .with("user_name", shortened(email))
            .with("details", loginError(text, "unauthorized")));
  }

  /** {@code f}: whoever knows the passwords did not answer. */
  void connectionFailed(Caller browser, String clientId, String email) {
    String text = "The connection did not answer: connect ETIMEDOUT";
    log.record(
        login("f", text, browser, clientId)
            .with("user_name", shortened(email))
            .with("details", loginError(text, "request-error")));
  }

  /** {@code fp}: a known user, but not the password. */
  void wrongPassword(Caller browser, String clientId, SandboxProperties.User user) {
    log.record(
        user(
            login("fp", "Wrong email or password.", browser, clientId)
                .with("details", loginError("Wrong email or password.", "access_denied")),
            user));
  }

  /** {@code fu}: no such user. */
  void unknownUser(Caller browser, String clientId, String email) {
    log.record(
        login("fu", "Wrong email or password.", browser, clientId)
            .with("user_name", shortened(email))
            .with("details", loginError("Wrong email or password.", "access_denied")));
  }

  /** {@code slo}: a person logged out. */
  void loggedOut(Caller browser, String sessionId, String clientId, SandboxProperties.User user) {
    log.record(
        user(
            event("slo", "User successfully logged out", browser, clientId)
                .with("hostname", browser.hostname())
                .with("details", Map.of("session_id", sessionId)),
            user));
  }

  private TenantEvent exchange(String type, String description, OAuthCall call) {
    return event(type, description, call.caller(), parameter(call.form(), "client_id"))
        .with("hostname", call.caller().hostname())
        .with("client_ip", call.caller().ip());
  }

  private TenantEvent login(String type, String description, Caller browser, String clientId) {
    return event(type, description, browser, clientId)
        .with("hostname", browser.hostname())
        .with("connection", CONNECTION)
        .with("connection_id", CONNECTION_ID)
        .with("strategy", STRATEGY)
        .with("strategy_type", "database");
  }

  private TenantEvent event(String type, String description, Caller caller, String clientId) {
    return TenantEvent.of(type, shortened(description))
        .with("client_id", clientId)
        .with("client_name", clients.name(clientId))
        .with("ip", caller.ip())
        .with("user_agent", caller.userAgent())
        .with("is_mobile", caller.mobile());
  }

  private static TenantEvent user(TenantEvent event, SandboxProperties.User user) {
    return event
        .with("user_id", user.id())
        .with("user_name", user.email())
        .with("connection", CONNECTION)
        .with("connection_id", CONNECTION_ID);
  }

  private static Map<String, Object> loginError(String message, String reason) {
    return Map.of(
        "channel",
        "front",
        "error",
        Map.of("message", shortened(message), "oauthError", "access_denied", "type", reason));
  }

  private static Map<String, Object> offline(RefreshTokens.Member member) {
    return Map.of("access", "offline", "session_id", member.login().sessionId());
  }

  private static Map<String, Object> error(OAuthException refusal) {
    return Map.of(
        "message", shortened(refusal.description()),
        "oauthError", refusal.error(),
        "type", "oauth-authorization");
  }

  private static String parameter(@Nullable OAuthForm form, String name) {
    return form == null ? "" : shortened(form.optional(name).orElse(""));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
