package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iss",
        "aud",
        "exp",
        "gty",
        "sub",
        "client_id",
        "permissions",
        "x5t#S256",
        "sip_from_tag",
        "__proto__",
        "https://auth0.com/protocol",
        "https://tenant.AUTH0.com/protocol",
        "http://webtask.io/a",
        "https://a.webtask.run/"
      })
  void dropsWhatAuth0Reserves(String name) {
    assertThat(TokenClaims.allowed(Map.of(name, "x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://devicegate.io/protocol",
        "https://notauth0.com/a",
        "https://example.test/auth0.com",
        "email",
        "favourite colour",
        "ISS"
      })
  void keepsAnyOther(String name) {
    assertThat(TokenClaims.allowed(Map.of(name, "x"))).containsExactly(Map.entry(name, "x"));
  }

  @Test
  void leavesOutClaimsThatAreNull() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("https://example.test/a", null);

    assertThat(TokenClaims.allowed(claims)).isEmpty();
  }
}
