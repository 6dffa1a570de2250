package io.devicegate.gateway;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused: the closed list, and the only place that maps a refusal to an HTTP
 * status and to an error code of RFC 6750 or RFC 9470.
 *
 * <p>400: the request is malformed. 401: no token or a bad one; a new token helps. 403: the token
 * is good but not for this. 405: the method is not passed on. 429: a budget is spent; waiting
 * helps. 503: it could not be checked, which is never "allowed".
 */
public enum Reason {
  PATH_AMBIGUOUS(
      400, null, "Ambiguous path", "The target of the request has more than one reading."),
  HOST_AMBIGUOUS(
      400, null, "Ambiguous host", "The request must name one host, in one well-formed way."),
  METHOD_REFUSED(405, null, "Method refused", "The method is not passed on."),
  TOKEN_MISSING(401, null, "No token", "Send an access token: Authorization: Bearer <token>."),
  TOKEN_SCHEME_UNSUPPORTED(
      401, null, "Unsupported scheme", "Send the token with the Bearer or DPoP scheme."),
  TOKEN_REPEATED(
      400, "invalid_request", "Several tokens", "Send exactly one Authorization header."),
  TOKEN_IN_QUERY(
      400,
      "invalid_request",
      "Token in the query",
      "Send the token in the Authorization header; a query ends up in logs."),
  TOKEN_IN_COOKIE(
      400,
      "invalid_request",
      "Token in a cookie",
      "Send the token in the Authorization header; a browser sends cookies for others."),
  TOKEN_IN_FORM(
      400,
      "invalid_request",
      "Token in a form",
      "Send the token in the Authorization header; a form's fields end up in logs."),
  TOKEN_TOO_LARGE(401, "invalid_token", "Token too large", "The token is longer than accepted."),
  TOKEN_MALFORMED(
      401,
      "invalid_token",
      "Malformed token",
      "Expected a signed JWT of three canonical base64url parts."),
  AUDIENCE_NOT_REQUESTED(
      401,
      "invalid_token",
      "Opaque token",
      "The token is opaque, since the request for the device code had no audience: send audience"
          + " with the identifier of this API to /oauth/device/code."),
  TOKEN_INACTIVE(
      401, "invalid_token", "Token inactive", "The issuer says that the token is not active."),
  TOKEN_TYPE_REFUSED(
      401, "invalid_token", "Not an access token", "The token's type or header is not accepted."),
  ALGORITHM_REFUSED(
      401, "invalid_token", "Algorithm refused", "The token's algorithm is not accepted."),
  ISSUER_UNKNOWN(
      401, "invalid_token", "Unknown issuer", "The token's issuer is not accepted here."),
  AUDIENCE_WRONG(401, "invalid_token", "Wrong audience", "The token is for another API."),
  TOKEN_EXPIRED(
      401, "invalid_token", "Token expired", "The token has expired: refresh it or log in again."),
  TOKEN_NOT_YET_VALID(401, "invalid_token", "Token not yet valid", "The token is not valid yet."),
  LIFETIME_TOO_LONG(
      401, "invalid_token", "Lifetime too long", "The token lives longer than accepted."),
  CLAIMS_INVALID(
      401, "invalid_token", "Invalid claims", "A claim is missing or not of the expected form."),
  KEY_UNKNOWN(
      401, "invalid_token", "Unknown key", "The issuer publishes no key with the token's kid."),
  SIGNATURE_INVALID(
      401, "invalid_token", "Invalid signature", "The token's signature does not verify."),
  SENDER_UNSUPPORTED(
      401,
      "invalid_token",
      "Unsupported binding",
      "The token is bound to its sender in a way that is not accepted here."),
  DPOP_REQUIRED(
      401, "invalid_token", "DPoP required", "A token that is bound by DPoP is required."),
  DPOP_DOWNGRADE(
      401,
      "invalid_token",
      "DPoP-bound token as Bearer",
      "The token is bound to a key: send it with the DPoP scheme and a proof."),
  DPOP_TOKEN_UNBOUND(
      401, "invalid_token", "Token not bound", "The token is bound to no key: send it as Bearer."),
  DPOP_PROOF_INVALID(
      401,
      "invalid_dpop_proof",
      "Invalid DPoP proof",
      "The DPoP proof is missing, malformed or not for this request."),
  DPOP_PROOF_REPLAYED(
      401,
      "invalid_dpop_proof",
      "DPoP proof used before",
      "The DPoP proof was used before: make a new one for each request."),
  DPOP_KEY_MISMATCH(
      401,
      "invalid_token",
      "Another DPoP key",
      "The DPoP proof is by another key than the one that the token is bound to."),
  DPOP_NONCE_REQUIRED(
      401,
      "use_dpop_nonce",
      "DPoP nonce required",
      "The DPoP proof must carry the nonce of the DPoP-Nonce header."),
  CERTIFICATE_REQUIRED(
      401,
      "invalid_token",
      "Certificate required",
      "A token that is bound to the client's certificate, and that certificate, are required."),
  CERTIFICATE_MISMATCH(
      401,
      "invalid_token",
      "Another certificate",
      "The client's certificate is not the one that the token is bound to."),
  NOT_DEVICE_FLOW(
      403,
      "insufficient_scope",
      "Not from the device flow",
      "The token was issued by another grant than the device flow."),
  PROTOCOL_UNKNOWN(
      403,
      "insufficient_scope",
      "Unknown protocol",
      "Nothing shows that the token was issued by the device flow."),
  SCOPE_INSUFFICIENT(
      403,
      "insufficient_scope",
      "Insufficient scope",
      "The token lacks a scope that the route requires."),
  AUTHENTICATION_TOO_OLD(
      401,
      "insufficient_user_authentication",
      "Authentication too old",
      "The login behind the token is older than the route accepts, or its time is not known: run"
          + " the device flow again."),
  AUTHENTICATION_TOO_WEAK(
      401,
      "insufficient_user_authentication",
      "Authentication too weak",
      "The login behind the token was not of a class that the route accepts: run the device flow"
          + " again."),
  SIGNAL_ACTIVE(
      403,
      null,
      "Refused by a signal",
      "A detection found that the client, its user, their session or this address is not to be"
          + " trusted for now."),
  LOGIN_RULE_REFUSED(
      403, "insufficient_scope", "Refused by a login rule", "A login rule refused the token."),
  LOGIN_RULE_REDIRECT(
      403,
      "insufficient_scope",
      "Login needs a redirect",
      "A login rule sends the user to another page first, which nobody can follow from a device."),
  LOGIN_RULE_MULTIFACTOR(
      403,
      "insufficient_scope",
      "Login needs a second factor",
      "A login rule asks for a second factor, which the login behind the token does not show."),
  LOGIN_RULE_FAILED(
      403,
      "insufficient_scope",
      "Login rule failed",
      "A login rule is broken, so the token is refused."),
  POLICY_DENIED(
      403,
      "insufficient_scope",
      "Denied by an access policy",
      "An access policy denies the request, or none allows it."),
  POLICY_FAILED(
      403,
      "insufficient_scope",
      "Access policy failed",
      "An access policy cannot be evaluated on this request, so it is refused."),
  POLICY_INPUT_INVALID(
      403,
      null,
      "Not for access policies",
      "The token or the request is not of a form that access policies can look at: a part of it is"
          + " too large, or the token says no time of issue."),
  POLICY_STEP_UP(
      401,
      "insufficient_user_authentication",
      "Access policy asks for a login",
      "An access policy asks for a newer or a stronger login: run the device flow again."),
  POLICY_THROTTLED(
      429,
      null,
      "Throttled by an access policy",
      "An access policy limits such requests, and there were too many of them."),
  BUDGET_RATE(
      429, null, "Rate exceeded", "The client or its subject sends more requests than it may."),
  BUDGET_CONCURRENCY(
      429,
      null,
      "Concurrency exceeded",
      "The client or its subject has more requests under way than it may."),
  BUDGET_SUBJECTS(
      429, null, "Subjects exceeded", "The client speaks for more subjects than it may."),
  KEYS_UNAVAILABLE(
      503,
      null,
      "Keys unavailable",
      "The issuer's keys cannot be fetched, so the token cannot be checked."),
  INTROSPECTION_UNAVAILABLE(
      503,
      null,
      "Introspection unavailable",
      "The issuer cannot be asked about the token, so it cannot be checked."),
  PROOF_STORE_FULL(
      503,
      null,
      "DPoP proofs full",
      "Too many DPoP proofs are remembered, so a second use of this one could not be refused."),
  USERINFO_UNAVAILABLE(
      503,
      null,
      "User unavailable",
      "The issuer's userinfo cannot be fetched, so the login rules cannot run."),
  LOGIN_RULES_BUSY(503, null, "Login rules busy", "Too many tokens wait for the login rules."),
  POLICY_UNAVAILABLE(
      503,
      null,
      "Access policies unavailable",
      "The access policies cannot be asked, so the request cannot be checked."),
  SIGNALS_UNAVAILABLE(
      503,
      null,
      "Signals unavailable",
      "It is not known yet which signals hold, so the request cannot be checked."),
  OVERLOADED(503, null, "Overloaded", "Too many tokens are being checked."),
  ROUTE_MISCONFIGURED(
      503, null, "Route misconfigured", "The route's requirement is not a known one."),
  CHECK_FAILED(503, null, "Check failed", "The request could not be checked.");

  private final int status;
  private final @Nullable String error;
  private final String title;
  private final String detail;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  Reason(int status, @Nullable String error, String title, String detail) {
    this.status = status;
    this.error = error;
    this.title = title;
    this.detail = detail;
  }

  /** HTTP status of the refusal. */
  public int status() {
    return status;
  }

  /**
   * Error code of RFC 6750 section 3.1 or RFC 9470 section 3; null when none applies, as when no
   * token was sent.
   */
  public @Nullable String error() {
    return error;
  }

  /** What happened, in a few words; the same for every occurrence. */
  public String title() {
    return title;
  }

  /** What happened and what helps, in one sentence that repeats nothing the client sent. */
  public String detail() {
    return detail;
  }

  /** Name in answers, logs and metrics, such as {@code token_expired}. */
  public String wireName() {
    return wireName;
  }
}
