package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.policy.Ruling;
import io.devicegate.rules.event.Signal;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a refused caller is told: a challenge per RFC 6750 section 3, RFC 9470 and RFC 9728, and a
 * problem per RFC 9457. It repeats nothing of the request.
 *
 * @param status HTTP status
 * @param headers response headers, the content's length included
 * @param body problem details
 */
record RefusalResponse(int status, Map<String, String> headers, String body) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TYPE_PREFIX = "urn:devicegate:reason:";

  /** RFC 9449, section 8. */
  static final String DPOP_NONCE = "DPoP-Nonce";

  private static final String REALM = "devicegate";

  private static final Set<Reason> BY_POLICY =
      EnumSet.of(
          Reason.POLICY_DENIED,
          Reason.POLICY_FAILED,
          Reason.POLICY_STEP_UP,
          Reason.POLICY_THROTTLED);

  /** Which methods a path has is the upstream's to say; these are passed on. */
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  static RefusalResponse of(Decision.Refuse decision, Context context) {
    Reason reason = decision.reason();
    String body = body(decision, context);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    headers.put(HttpHeaders.CONTENT_LENGTH, String.valueOf(length));
    headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
    if (decision.retryAfterSeconds() > 0) {
      headers.put(HttpHeaders.RETRY_AFTER, String.valueOf(decision.retryAfterSeconds()));
    }
    if (reason == Reason.METHOD_REFUSED) {
      headers.put(HttpHeaders.ALLOW, METHODS);
    }
    if (hasChallenge(reason)) {
      headers.put(HttpHeaders.WWW_AUTHENTICATE, challenge(decision, context));
    }
    if (decision.hints().dpopNonce() != null) {
      headers.put(DPOP_NONCE, decision.hints().dpopNonce());
    }
    return new RefusalResponse(reason.status(), headers, body);
  }

  /** Whether another token would help, so that there is something to challenge for. */
  static boolean hasChallenge(Reason reason) {
    return reason.status() == 401 || reason.error() != null;
  }

  private static String challenge(Decision.Refuse decision, Context context) {
    StringBuilder challenge =
        decision.hints().challenge() == null
            ? bearer(decision, context)
            : new StringBuilder(decision.hints().challenge());
    if (context.metadataUrl != null) {
      append(challenge, "resource_metadata", context.metadataUrl);
    }
    return challenge.toString();
  }

  private static StringBuilder bearer(Decision.Refuse decision, Context context) {
    StringBuilder challenge = new StringBuilder("Bearer realm=").append(quoted(REALM));
    String error = decision.reason().error();
    // Without a token there is no error to name (RFC 6750 section 3.1).
    if (error != null) {
      append(challenge, "error", error);
      append(challenge, "error_description", decision.detail());
    }
    RoutePolicy policy = context.policy;
    if (policy != null && asksForScope(decision.reason())) {
      append(challenge, "scope", String.join(" ", new TreeSet<>(policy.scopes())));
    }
    if (policy != null && asksForLogin(decision.reason())) {
      appendLogin(challenge, login(decision, policy));
    }
    return challenge;
  }

  private static void appendLogin(StringBuilder challenge, LoginDemand login) {
    if (!login.acrValues().isEmpty()) {
      append(challenge, "acr_values", String.join(" ", login.acrValues()));
    }
    if (login.maxAge() != null) {
      append(challenge, "max_age", String.valueOf(login.maxAge().toSeconds()));
    }
  }

  /** What the next login has to be like, to satisfy both the policies and the route. */
  private static LoginDemand login(Decision.Refuse decision, RoutePolicy policy) {
    return decision.reason() == Reason.POLICY_STEP_UP && decision.ruling() != null
        ? LoginDemand.of(decision.ruling().decision().obligations()).and(policy.login())
        : policy.login();
  }

  private static String body(Decision.Refuse decision, Context context) {
    Reason reason = decision.reason();
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", TYPE_PREFIX + reason.wireName());
    problem.put("title", reason.title());
    problem.put("status", reason.status());
    problem.put("detail", decision.detail());
    problem.put("reason", reason.wireName());
    problem.put("decision_id", decision.id());
    if (decision.ruling() != null && BY_POLICY.contains(reason)) {
      describe(decision.ruling(), problem);
    }
    if (decision.signal() != null) {
      problem.put("signal", signal(decision.signal()));
    }
    if (context.doubt != null) {
      problem.put("doubt", context.doubt);
    }
    if (context.policy != null
        && decision.principal() != null
        && (asksForScope(reason) || asksForLogin(reason))) {
      problem.put(
          "device_authorization",
          deviceAuthorization(
              decision.principal(),
              context.policy,
              login(decision, context.policy),
              context.audiences.apply(decision.principal().issuer())));
    }
    return JSON.writeValueAsString(problem);
  }

  /** Which rule refused; its sentence is the detail, where the rule lets callers read it. */
  private static void describe(Ruling ruling, Map<String, Object> problem) {
    if (!ruling.decision().rule().isEmpty()) {
      problem.put("rule", ruling.decision().rule());
    }
    problem.put("rule_reason", ruling.decision().reason());
  }

  /**
   * What was found and until when it holds, but not what it rests on, which is about others too.
   */
  private static Map<String, Object> signal(Signal signal) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kind", signal.kind());
    members.put("rule", signal.rule());
    members.put("expires_at", signal.expiresAt().toString());
    return members;
  }

  /** What a device needs to run the device flow again and come back with a token that will do. */
  private static Map<String, Object> deviceAuthorization(
      DevicePrincipal principal, RoutePolicy policy, LoginDemand login, Set<String> audiences) {
    Set<String> scopes = new TreeSet<>(principal.scopes());
    scopes.addAll(policy.scopes());
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("issuer", principal.issuer());
    request.put("audience", audiences.size() == 1 ? audiences.iterator().next() : audiences);
    request.put("scope", String.join(" ", scopes));
    if (login.maxAge() != null) {
      request.put("max_age", login.maxAge().toSeconds());
    }
    if (!login.acrValues().isEmpty()) {
      request.put("acr_values", String.join(" ", login.acrValues()));
    }
    return request;
  }

  private static boolean asksForScope(Reason reason) {
    return reason == Reason.SCOPE_INSUFFICIENT;
  }

  private static boolean asksForLogin(Reason reason) {
    return reason == Reason.AUTHENTICATION_TOO_OLD
        || reason == Reason.AUTHENTICATION_TOO_WEAK
        || reason == Reason.POLICY_STEP_UP;
  }

  private static void append(StringBuilder challenge, String name, String value) {
    challenge.append(", ").append(name).append('=').append(quoted(value));
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

  /**
   * What an answer says besides the decision.
   *
   * @param policy what the route demands; null when that is not known
   * @param metadataUrl where the protected resource's metadata is; null when that is not known
   * @param doubt what exactly was in doubt; null when there is no more to say
   * @param audiences audiences by issuer
   */
  record Context(
      @Nullable RoutePolicy policy,
      @Nullable String metadataUrl,
      @Nullable String doubt,
      Function<String, Set<String>> audiences) {}
}
