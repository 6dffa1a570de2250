package io.devicegate.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.token.Tenant;
import io.devicegate.gateway.token.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserProfileTest {

  @Test
  void isBuiltFromPlainAndNamespacedClaims() {
    VerifiedToken token =
        token(
            Map.of(
                "email", "alice@test",
                "https://devicegate.io/email", "other@test",
                "https://devicegate.io/email_verified", true,
                "iss", "https://tenant.test/",
                "https://elsewhere.test/name", "Mallory"));

    assertThat(UserProfile.of(token))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("user_id", "auth0|alice", "email", "alice@test", "email_verified", true));
  }

  @Test
  void userinfoWinsOverTheToken() {
    VerifiedToken token = token(Map.of("name", "Old", "nickname", "al"));

    assertThat(UserProfile.of(token, Map.of("sub", "auth0|alice", "name", "New", "evil", 1)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("user_id", "auth0|alice", "name", "New", "nickname", "al"));
  }

  private static VerifiedToken token(Map<String, Object> claims) {
    Tenant tenant = Tenant.of("test", "https://tenant.test/", Set.of("api"), Set.of());
    return new VerifiedToken(
        tenant, "auth0|alice", "tv", List.of(), List.of(), claims, Instant.EPOCH);
  }
}
