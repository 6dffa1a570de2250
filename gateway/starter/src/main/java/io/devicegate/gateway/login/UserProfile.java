package io.devicegate.gateway.login;

import io.devicegate.gateway.token.VerifiedToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code user} that rules see, built from what the token says. An access token carries no
 * e-mail of its own, so an Action may stamp one under a namespace of its own: each OpenID claim is
 * taken under its plain name, else under {@code https://devicegate.io/}.
 */
final class UserProfile {

  static final String NAMESPACE = "https://devicegate.io/";

  /** Claims of OpenID Connect Core section 5.1 that Auth0's user has too, and its two metadata. */
  private static final List<String> CLAIMS =
      List.of(
          "email",
          "email_verified",
          "name",
          "nickname",
          "given_name",
          "family_name",
          "picture",
          "phone_number",
          "phone_verified",
          "username",
          "app_metadata",
          "user_metadata");

  private UserProfile() {}

  static Map<String, Object> of(VerifiedToken token) {
    Map<String, Object> user = of(token.claims());
    user.put("user_id", token.subject());
    return user;
  }

  /** Completes the user by what the issuer's userinfo says, which is newer than the token. */
  static Map<String, Object> of(VerifiedToken token, Map<String, Object> userInfo) {
    Map<String, Object> user = of(token);
    user.putAll(of(userInfo));
    return user;
  }

  private static Map<String, Object> of(Map<String, Object> claims) {
    Map<String, Object> user = new LinkedHashMap<>();
    for (String claim : CLAIMS) {
      Object value = claims.getOrDefault(claim, claims.get(NAMESPACE + claim));
      if (value != null) {
        user.put(claim, value);
      }
    }
    return user;
  }
}
