package io.devicegate.rules.login;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A login that the rules shall judge, as JSON objects: trees of String, Number, Boolean, null, List
 * and Map with String keys.
 *
 * <p>Both are as Auth0 documents them for Rules; the {@code event} of an Action is derived from
 * them. Of the context, these are read for an event: {@code protocol}, {@code clientID}, {@code
 * clientName}, {@code clientMetadata}, {@code connection}, {@code connectionID}, {@code
 * connectionStrategy}, {@code connectionMetadata}, {@code request} ({@code ip}, {@code userAgent},
 * {@code hostname}, {@code query}, {@code body}, {@code geoip}), {@code stats.loginsCount}, {@code
 * tenant}, {@code authentication}, {@code authorization}, {@code organization}, {@code sessionID}.
 * Four have no place in a Rule's context at Auth0, yet an event needs them: {@code session} (beside
 * its id), {@code audience} (else that of the request), {@code transaction} (as in the event;
 * {@code requested_scopes} is else the request's {@code scope}) and {@code refreshToken}, whose
 * {@code metadata} is what an earlier login left in {@link
 * LoginOutcome.Allowed#refreshTokenMetadata()}.
 *
 * <p>A key named {@code __proto__} is dropped on the way into a script.
 *
 * @param user who logs in
 * @param context how; {@code context.accessToken} and {@code context.idToken} may hold claims
 *     already
 */
public record LoginRequest(Map<String, Object> user, Map<String, Object> context) {

  public LoginRequest {
    requireNonNull(user, "user");
    requireNonNull(context, "context");
  }

  /** Returns no content: it is about a person. */
  @Override
  public String toString() {
    return "LoginRequest[…]";
  }
}
