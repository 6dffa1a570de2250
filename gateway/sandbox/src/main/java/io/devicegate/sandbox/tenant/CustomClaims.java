package io.devicegate.sandbox.tenant;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Claims that login rules add to tokens. A claim under a reserved name or a forbidden namespace is
 * dropped and the login goes on, as at Auth0
 * (https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims).
 *
 * @param accessToken claims of the access token
 * @param idToken claims of the ID token
 */
record CustomClaims(Map<String, Object> accessToken, Map<String, Object> idToken) {

  static final CustomClaims NONE = new CustomClaims(Map.of(), Map.of());

  private static final Set<String> RESERVED =
      Set.of(
          ("acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash"
                  + " client_id cnf cty dest entitlements events exp groups gty htm htu iat"
                  + " internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce object_id"
                  + " org_id org_name orig origid permissions roles rph s_hash scope sid sip_callid"
                  + " sip_cseq_num sip_date sip_from_tag sip_via_branch sub sub_jwk toe txn typ"
                  + " uuid vot vtm x5t#S256")
              .split(" "));
  private static final List<String> FORBIDDEN_NAMESPACES =
      List.of("auth0.com", "webtask.io", "webtask.run");

  CustomClaims {
    accessToken = allowed(accessToken);
    idToken = allowed(idToken);
  }

  private static Map<String, Object> allowed(Map<String, Object> claims) {
    Map<String, Object> kept = new LinkedHashMap<>(claims);
    kept.entrySet().removeIf(e -> !isAllowed(e.getKey()) || e.getValue() == null);
    return Collections.unmodifiableMap(kept);
  }

  private static boolean isAllowed(String name) {
    return !RESERVED.contains(name) && FORBIDDEN_NAMESPACES.stream().noneMatch(d -> under(name, d));
  }

  private static boolean under(String name, String domain) {
    if (!name.startsWith("http://") && !name.startsWith("https://")) {
      return false;
    }
    try {
      String host = String.valueOf(URI.create(name).getHost()).toLowerCase(Locale.ROOT);
      return host.equals(domain) || host.endsWith("." + domain);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
