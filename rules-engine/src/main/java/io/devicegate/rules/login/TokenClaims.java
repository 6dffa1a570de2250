package io.devicegate.rules.login;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which claims a script may set.
 *
 * <p>As at Auth0, any other is dropped and the login goes on.
 *
 * @see <a href="https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims">Auth0:
 *     create custom claims</a>
 */
final class TokenClaims {

  private static final Logger log = LoggerFactory.getLogger(TokenClaims.class);

  private static final Set<String> RESERVED =
      Set.of(
          """
          acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash
          client_id cnf cty dest entitlements events exp groups gty htm htu iat internalService iss
          jcard jku jti jwe jwk kid may_act mky nbf nonce object_id org_id org_name orig origid
          permissions roles rph s_hash sid sub sub_jwk toe txn typ uuid vot vtm x5t#S256"""
              .split("\\s+"));

  private static final String RESERVED_PREFIX = "sip_";

  private static final List<String> RESERVED_DOMAINS =
      List.of("auth0.com", "webtask.io", "webtask.run");

  private TokenClaims() {}

  /**
   * Returns the claims that a token may carry. A claim that is null says nothing, so it is left
   * out.
   */
  static Map<String, Object> allowed(Map<String, Object> claims) {
    Map<String, Object> allowed = new LinkedHashMap<>();
    claims.forEach(
        (name, value) -> {
          if (isReserved(name)) {
            log.debug("dropped the claim {}: its name is reserved", ScriptText.printable(name));
          } else if (value != null) {
            allowed.put(name, value);
          }
        });
    return allowed;
  }

  private static boolean isReserved(String name) {
    return RESERVED.contains(name)
        || name.startsWith(RESERVED_PREFIX)
        || name.equals("__proto__")
        || isUnderReservedDomain(hostOf(name));
  }

  private static boolean isUnderReservedDomain(@Nullable String host) {
    return host != null
        && RESERVED_DOMAINS.stream()
            .anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
  }

  private static @Nullable String hostOf(String name) {
    try {
      String host = URI.create(name).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null; // not a URI, so not a namespace
    }
  }
}
