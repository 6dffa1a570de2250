package io.devicegate.sandbox.tenant;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Renews tokens. Each exchange replaces the refresh token; whoever presents a replaced one loses
 * all its successors and the user's consent (https://auth0.com/docs/secure/tokens/refresh-tokens).
 */
@Component
final class RefreshGrant implements TokenGrant {

  private final ClientAuthentication clients;
  private final RefreshTokens refreshTokens;
  private final Users users;
  private final LoginPipeline pipeline;
  private final UserTokens tokens;
  private final Consents consents;
  private final TenantEvents events;

  RefreshGrant(
      ClientAuthentication clients,
      RefreshTokens refreshTokens,
      Users users,
      LoginPipeline pipeline,
      UserTokens tokens,
      Consents consents,
      TenantEvents events) {
    this.clients = clients;
    this.refreshTokens = refreshTokens;
    this.users = users;
    this.pipeline = pipeline;
    this.tokens = tokens;
    this.consents = consents;
    this.events = events;
  }

  @Override
  public String type() {
    return AuthorizationGrantType.REFRESH_TOKEN.getValue();
  }

  @Override
  public Map<String, Object> exchange(OAuthCall call) {
    RegisteredClient client;
    String token;
    try {
      client = clients.authenticate(call);
      Clients.requireGrant(client, AuthorizationGrantType.REFRESH_TOKEN);
      token = call.form().required("refresh_token");
    } catch (OAuthException refusal) {
      events.refreshRefused(call, null, null, refusal);
      throw refusal;
    }
    return exchange(call, client, token);
  }

  private Map<String, Object> exchange(OAuthCall call, RegisteredClient client, String token) {
    RefreshTokens.Check check = refreshTokens.check(token, client.getClientId());
    if (check instanceof RefreshTokens.Check.Current current) {
      return renew(call, client, token, current.member());
    }
    if (check instanceof RefreshTokens.Check.Reused reused) {
      String userId = reused.member().login().userId();
      refreshTokens.revokeAll(userId, client.getClientId());
      consents.forget(userId, client.getClientId());
      events.refreshTokenReused(call, reused);
      throw unknownToken();
    }
    if (check instanceof RefreshTokens.Check.Revoked revoked) {
      throw refused(call, revoked.member(), "grant_revoked", unknownToken());
    }
    throw refused(call, null, "invalid_token", unknownToken());
  }

  private Map<String, Object> renew(
      OAuthCall call, RegisteredClient client, String token, RefreshTokens.Member member) {
    Set<String> scopes = narrowed(call, member);
    SandboxProperties.User user =
        users
            .byId(member.login().userId())
            .orElseThrow(() -> refused(call, member, "invalid_token", unknownToken()));
    LoginPipeline.Result result = pipeline.refresh(user, member, scopes, call.caller());
    if (result instanceof LoginPipeline.Result.Refused refusal) {
      if (refusal.revokes()) {
        refreshTokens.revoke(token, client.getClientId());
      }
      OAuthException denied =
          new OAuthException(HttpStatus.FORBIDDEN, "access_denied", refusal.message());
      throw refused(call, member, null, denied);
    }
    Login login = ((LoginPipeline.Result.Completed) result).login();
    Optional<String> next = refreshTokens.rotate(member, login.refreshTokenMetadata());
    if (next.isEmpty()) {
      // Somebody else used the same token meanwhile; the second look says what that means.
      return exchange(call, client, token);
    }
    UserTokens.Issued issued = tokens.refreshed(client, login, member.audience(), next.get());
    events.refreshed(call, member, user, login.scopes(), issued.accessToken());
    return issued.response();
  }

  /** The scopes asked for, which may be fewer than the user granted but not others. */
  private Set<String> narrowed(OAuthCall call, RefreshTokens.Member member) {
    Set<String> granted = member.login().scopes();
    Set<String> asked = call.form().scopes();
    if (asked.isEmpty()) {
      return granted;
    }
    if (!granted.containsAll(asked)) {
      OAuthException wider =
          new OAuthException(
              HttpStatus.BAD_REQUEST, "invalid_scope", "The scope is wider than the user granted.");
      throw refused(call, member, null, wider);
    }
    return asked;
  }

  private OAuthException refused(
      OAuthCall call,
      RefreshTokens.@Nullable Member member,
      @Nullable String reason,
      OAuthException refusal) {
    events.refreshRefused(call, member, reason, refusal);
    return refusal;
  }

  private static OAuthException unknownToken() {
    return new OAuthException(
        HttpStatus.FORBIDDEN, "invalid_grant", "Unknown or invalid refresh token.");
  }
}
