package io.devicegate.sandbox.tenant;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A completed login of a user to a client, with what the login rules made of it. It outlives the
 * browser session: a device redeems it, and refresh tokens carry it along.
 *
 * @param userId the user
 * @param scopes scopes the user granted
 * @param claims custom claims of the tokens
 * @param refreshTokenMetadata what rules want to find again at a refresh
 * @param sessionId public identifier of the browser session, never its cookie
 * @param at time of the login
 */
record Login(
    String userId,
    Set<String> scopes,
    CustomClaims claims,
    Map<String, String> refreshTokenMetadata,
    String sessionId,
    Instant at) {

  Login {
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    refreshTokenMetadata = Map.copyOf(refreshTokenMetadata);
  }

  Login withRefreshTokenMetadata(Map<String, String> metadata) {
    return new Login(userId, scopes, claims, metadata, sessionId, at);
  }
}
