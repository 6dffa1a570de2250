package io.devicegate.sandbox.tenant;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** The token response for a user's login, at first and at each refresh. */
@Component
final class UserTokens {

  /**
   * Issued tokens.
   *
   * @param user the user
   * @param accessToken the access token
   * @param response the whole response
   */
  record Issued(
      SandboxProperties.User user, AccessTokens.Issued accessToken, Map<String, Object> response) {}

  private final Users users;
  private final Apis apis;
  private final AccessTokens accessTokens;
  private final IdTokens idTokens;
  private final RefreshTokens refreshTokens;
  private final long accessTokenSeconds;

  UserTokens(
      Users users,
      Apis apis,
      AccessTokens accessTokens,
      IdTokens idTokens,
      RefreshTokens refreshTokens,
      SandboxProperties properties) {
    this.users = users;
    this.apis = apis;
    this.accessTokens = accessTokens;
    this.idTokens = idTokens;
    this.refreshTokens = refreshTokens;
    this.accessTokenSeconds = properties.lifetimes().accessToken().toSeconds();
  }

  /** Tokens for a new login; with a refresh token when the client asked for one and may have it. */
  Issued first(RegisteredClient client, Login login, @Nullable String audience) {
    String refreshToken =
        mayRefresh(client, login.scopes(), audience)
            ? refreshTokens.issue(client.getClientId(), audience, login)
            : null;
    return issue(client, login, audience, null, refreshToken);
  }

  /** Tokens for a refreshed login. */
  Issued refreshed(
      RegisteredClient client, Login login, @Nullable String audience, String nextRefreshToken) {
    return issue(client, login, audience, "refresh_token", nextRefreshToken);
  }

  private Issued issue(
      RegisteredClient client,
      Login login,
      @Nullable String audience,
      @Nullable String grantClaim,
      @Nullable String refreshToken) {
    Set<String> scopes = login.scopes();
    SandboxProperties.User user =
        users
            .byId(login.userId())
            .orElseThrow(
                () -> new OAuthException(HttpStatus.FORBIDDEN, "invalid_grant", "Unknown user."));
    String clientId = client.getClientId();
    AccessTokens.Issued accessToken =
        accessTokens.issue(
            new AccessTokens.Order(
                clientId, user.id(), scopes, audience, login.claims().accessToken(), grantClaim));
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("access_token", accessToken.value());
    if (refreshToken != null) {
      response.put("refresh_token", refreshToken);
    }
    if (scopes.contains("openid")) {
      response.put("id_token", idTokens.issue(clientId, user, login));
    }
    response.put("scope", String.join(" ", scopes));
    response.put("expires_in", accessTokenSeconds);
    response.put("token_type", "Bearer");
    return new Issued(user, accessToken, response);
  }

  private boolean mayRefresh(
      RegisteredClient client, Set<String> scopes, @Nullable String audience) {
    return scopes.contains("offline_access")
        && client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN)
        && apis.allowsOfflineAccess(audience);
  }
}
