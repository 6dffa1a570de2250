package io.devicegate.rules.login;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What rules ask the host to keep or change beside the tokens, by {@code api.user}, {@code
 * auth0.users}, {@code api.session} and {@code api.refreshToken}. A host does what it can; the
 * documents say which does what.
 *
 * @param appMetadata names to set in the user's {@code app_metadata}; null means to take one away
 * @param userMetadata the same for {@code user_metadata}
 * @param sessionExpiresAt when the session shall end at the latest
 * @param sessionIdleExpiresAt when the session shall end unless it is used
 * @param refreshTokenExpiresAt when the refresh token shall end at the latest
 * @param refreshTokenIdleExpiresAt when the refresh token shall end unless it is used
 */
public record LoginEffects(
    Map<String, Object> appMetadata,
    Map<String, Object> userMetadata,
    Optional<Instant> sessionExpiresAt,
    Optional<Instant> sessionIdleExpiresAt,
    Optional<Instant> refreshTokenExpiresAt,
    Optional<Instant> refreshTokenIdleExpiresAt) {

  /** Nothing to do. */
  public static final LoginEffects NONE =
      new LoginEffects(
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public LoginEffects {
    // Map.copyOf takes no null values, which mean something here.
    appMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(appMetadata));
    userMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(userMetadata));
  }

  /** Returns no content: it is about a person. */
  @Override
  public String toString() {
    return "LoginEffects[…]";
  }
}
