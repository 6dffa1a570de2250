package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.taxonomy.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From what the events say to what is probably wrong. */
final class Causes {

  private static final Cause GUESSING =
      new Cause("user_code_guessing", "Somebody tries user codes", "DevicegateUserCodeGuessing");
  private static final Cause PASSWORDS =
      new Cause("password_guessing", "Somebody tries passwords", "DevicegatePasswordsRefused");
  private static final Cause PHISHING =
      new Cause(
          "device_code_phishing",
          "Users are lured into approving a stranger's device",
          "DevicegateDeviceCodePhishing");
  private static final Cause CONNECTION =
      new Cause("connection_down", "A login connection does not answer as it should", "login");
  private static final Cause CONNECTION_OFF =
      new Cause(
          "connection_off",
          "The login connection is gone, or is not enabled for the application",
          "login");
  private static final Cause PAGE =
      new Cause(
          "activation_page_broken",
          "The activation page refuses codes that ought to work",
          "DevicegateUserCodesFailing");
  private static final Cause TOO_SLOW =
      new Cause(
          "users_too_slow",
          "Device codes run out before their users are done",
          "DevicegateUsersNotFinishing");
  private static final Cause DECLINED =
      new Cause("users_decline", "Users see the confirmation and choose Cancel", "fdecc");
  private static final Cause RULE_FAILED =
      new Cause("rule_failed", "A login Rule or Action is broken", "fede");
  private static final Cause RULE_REFUSES =
      new Cause("rule_refuses", "A login Rule or Action refuses these users", "fede");
  private static final Cause RATE_LIMIT =
      new Cause(
          "rate_limit", "The tenant has reached its rate limit", "DevicegateTenantRateLimited");

  /** Of refusals that are not about the token or the request. */
  private static final Map<String, String> RUNBOOKS =
      Map.of(
          "keys_unavailable", "DevicegateKeysUnavailable",
          "introspection_unavailable", "DevicegateCannotCheck",
          "userinfo_unavailable", "DevicegateCannotCheck",
          "overloaded", "DevicegateCannotCheck",
          "route_misconfigured", "DevicegateCannotCheck",
          "policy_failed", "DevicegatePolicyFailing");

  /** What only JavaScript says, in lower case, whatever else it names. */
  private static final List<String> JAVASCRIPT =
      List.of(
          "typeerror",
          "referenceerror",
          "syntaxerror",
          "is not defined",
          "is not a function",
          "cannot read prop");

  /** What a broken program says of itself, in lower case. */
  private static final List<String> BROKEN_PROGRAM =
      List.of(
          "exception",
          "undefined",
          "timed out",
          "timeout",
          "cannot read",
          "script",
          "execution",
          "failed in",
          "failed: ");

  /** What Auth0 says of a connection that an application may not use, in lower case. */
  private static final List<String> SWITCHED_OFF =
      List.of("disabled", "enabled for", "not enabled", "not found", "does not exist");

  private static final Map<String, Cause> BY_REASON =
      Map.ofEntries(
          gateway("audience_wrong", "The tokens are for another API: a wrong audience"),
          gateway("audience_not_requested", "The devices ask for no audience"),
          gateway("issuer_unknown", "The tokens come from an issuer that is not accepted"),
          gateway(
              "key_unknown",
              "key_rotated",
              "The tokens are signed by a key that the issuer does not publish"),
          gateway(
              "signature_invalid", "key_rotated", "The signatures do not match the issuer's keys"),
          gateway("keys_unavailable", "The issuer's key server does not answer"),
          gateway("introspection_unavailable", "The issuer does not answer about tokens"),
          gateway("userinfo_unavailable", "The issuer's userinfo does not answer"),
          gateway("token_not_yet_valid", "clock_off", "A clock is off: tokens are not valid yet"),
          gateway(
              "token_expired",
              "Devices send tokens that have expired: refresh fails, or a clock is off"),
          gateway("policy_denied", "An access policy denies these requests"),
          gateway("policy_failed", "An access policy cannot be evaluated"),
          gateway("policy_throttled", "limit", "An access policy limits these requests"),
          gateway("budget_rate", "limit", "The client or its subjects send more than they may"),
          gateway(
              "budget_concurrency", "limit", "The client or its subjects have too much under way"),
          gateway("budget_subjects", "limit", "The client speaks for more subjects than it may"),
          gateway("not_device_flow", "The tokens come from another grant than the device flow"),
          gateway("protocol_unknown", "Nothing shows that the tokens come from the device flow"),
          gateway("scope_insufficient", "The tokens lack a scope that the route requires"),
          gateway("login_rule_failed", "rule_failed", "A login rule is broken"),
          gateway("login_rule_refused", "rule_refuses", "A login rule refuses these tokens"),
          gateway("overloaded", "The gateway checks as many tokens as it can"),
          gateway("route_misconfigured", "A route's requirement is not a known one"));

  private static final Set<String> OFTEN_CLIENT = Set.of("unauthorized_client", "invalid_client");

  private Causes() {}

  static Cause phishing() {
    return PHISHING;
  }

  static Cause guessing(Stage step) {
    return step == Stage.ACTIVATION ? GUESSING : PASSWORDS;
  }

  /**
   * The probable cause.
   *
   * @param words what the source says, or nothing
   */
  static Cause of(Stage step, Family family, EventCount worst, String words, List<Cohort> cohorts) {
    String text = words.toLowerCase(Locale.ROOT);
    return switch (step) {
      case REQUEST -> request(worst, text);
      case ACTIVATION -> PAGE;
      case LOGIN -> login(worst, text, cohorts);
      case CONFIRMATION -> DECLINED;
      case EXCHANGE -> exchange(family, worst, text);
      case CALL -> call(worst);
      case REFRESH -> new Cause("refresh_refused", "Refresh tokens are refused", "refresh");
      case NONE -> unknown(worst);
    };
  }

  private static Cause request(EventCount worst, String text) {
    if (worst.type().equals("api_limit")) {
      return RATE_LIMIT;
    }
    if (text.contains("service not found") || text.contains("audience")) {
      return new Cause("audience_unknown", "The audience is not an API of the tenant", "fdeaz");
    }
    if (text.contains("grant type") || "unauthorized_client".equals(worst.reason())) {
      return new Cause(
          "device_grant_off",
          "The application may not use the device flow: its grant is off",
          "fdeaz");
    }
    if (worst.reason() != null && OFTEN_CLIENT.contains(worst.reason())) {
      return new Cause(
          "client_unknown", "The tenant does not know the client, or it sends a secret", "fdeaz");
    }
    return new Cause("code_refused", "The tenant refuses to issue codes", "fdeaz");
  }

  private static Cause login(EventCount worst, String text, List<Cohort> cohorts) {
    boolean ofOne =
        cohorts.stream()
            .anyMatch(cohort -> cohort.dimension() == Dimension.CONNECTION && cohort.isMostOfIt());
    // A connection may have scripts of its own; else only Rules and Actions are programs.
    if (!ofOne && worst.type().equals("f") && says(JAVASCRIPT, text)) {
      return RULE_FAILED;
    }
    boolean named = text.contains("connection");
    if (named && says(SWITCHED_OFF, text)) {
      return CONNECTION_OFF;
    }
    if (named || text.contains("connector") || ofOne || !worst.type().equals("f")) {
      return CONNECTION;
    }
    return ofRule(worst, text, CONNECTION);
  }

  private static Cause exchange(Family family, EventCount worst, String text) {
    return switch (family) {
      case UNFINISHED -> TOO_SLOW;
      case CANCELLED -> DECLINED;
      case SUCCESS, FAULT, REFUSED_INPUT, SILENT -> {
        if ("unauthorized_client".equals(worst.reason())) {
          yield new Cause(
              "device_grant_off",
              "The application may not use the device flow: its grant is off",
              "fede");
        }
        yield ofRule(
            worst, text, new Cause("exchange_refused", "The tenant refuses the exchange", "fede"));
      }
    };
  }

  private static Cause ofRule(EventCount worst, String text, Cause other) {
    if (says(JAVASCRIPT, text) || says(BROKEN_PROGRAM, text)) {
      return RULE_FAILED;
    }
    String reason = worst.reason();
    return "access_denied".equals(reason) || "unauthorized".equals(reason) ? RULE_REFUSES : other;
  }

  private static boolean says(List<String> words, String text) {
    return words.stream().anyMatch(text::contains);
  }

  private static Cause call(EventCount worst) {
    Cause cause = worst.reason() == null ? null : BY_REASON.get(worst.reason());
    return cause == null ? unknown(worst) : cause;
  }

  private static Cause unknown(EventCount worst) {
    String word = worst.reason() == null ? worst.type() : worst.reason();
    return new Cause(word, "Most say " + word, "README");
  }

  static String runbookOfRefusal(@Nullable String reason) {
    String known = reason == null ? null : RUNBOOKS.get(reason);
    return known == null ? "DevicegateCallsRefused" : known;
  }

  private static Map.Entry<String, Cause> gateway(String reason, String text) {
    return gateway(reason, reason, text);
  }

  private static Map.Entry<String, Cause> gateway(String reason, String id, String text) {
    return Map.entry(reason, new Cause(id, text, runbookOfRefusal(reason)));
  }
}
