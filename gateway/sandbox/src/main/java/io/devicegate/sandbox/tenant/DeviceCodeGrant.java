package io.devicegate.sandbox.tenant;

import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * The device's side of the device flow (RFC 8628 section 3.4), with the statuses and texts that
 * Auth0 answers.
 */
@Component
final class DeviceCodeGrant implements TokenGrant {

  private final ClientAuthentication clients;
  private final DeviceGrants grants;
  private final UserTokens tokens;
  private final TenantEvents events;
  private final long interval;

  DeviceCodeGrant(
      ClientAuthentication clients,
      DeviceGrants grants,
      UserTokens tokens,
      TenantEvents events,
      SandboxProperties properties) {
    this.clients = clients;
    this.grants = grants;
    this.tokens = tokens;
    this.events = events;
    this.interval = properties.lifetimes().interval().toSeconds();
  }

  @Override
  public String type() {
    return AuthorizationGrantType.DEVICE_CODE.getValue();
  }

  @Override
  public Map<String, Object> exchange(OAuthCall call) {
    try {
      RegisteredClient client = clients.identifyPublic(call);
      Clients.requireGrant(client, AuthorizationGrantType.DEVICE_CODE);
      return answer(call, client, call.form().required("device_code"));
    } catch (OAuthException refusal) {
      if (isFinal(refusal)) {
        events.deviceExchangeRefused(call, refusal);
      }
      throw refusal;
    }
  }

  private Map<String, Object> answer(OAuthCall call, RegisteredClient client, String deviceCode) {
    DeviceGrants.Poll poll = grants.poll(deviceCode, client.getClientId());
    if (poll instanceof DeviceGrants.Poll.Approved approved) {
      return tokens(call, client, approved);
    }
    throw refusal(poll);
  }

  private Map<String, Object> tokens(
      OAuthCall call, RegisteredClient client, DeviceGrants.Poll.Approved approved) {
    DeviceRequest request = approved.request();
    Login login = approved.login();
    Set<String> scopes = login.scopes();
    UserTokens.Issued issued = tokens.first(client, login, request.audience());
    events.deviceExchanged(call, request, issued.user(), scopes, issued.accessToken());
    return issued.response();
  }

  private OAuthException refusal(DeviceGrants.Poll poll) {
    if (poll instanceof DeviceGrants.Poll.Pending) {
      return forbidden("authorization_pending", "User has yet to authorize device code.");
    }
    if (poll instanceof DeviceGrants.Poll.TooFast) {
      return new OAuthException(
          HttpStatus.TOO_MANY_REQUESTS,
          "slow_down",
          "You are polling faster than the specified interval of " + interval + " seconds.");
    }
    if (poll instanceof DeviceGrants.Poll.Expired) {
      return forbidden("expired_token", "The device code has expired.");
    }
    if (poll instanceof DeviceGrants.Poll.Denied denied) {
      return forbidden("access_denied", denied.message());
    }
    return forbidden("invalid_grant", "Invalid or expired device code.");
  }

  /** Waiting is no failure: only what ends a device's polling is logged. */
  private static boolean isFinal(OAuthException refusal) {
    return !refusal.error().equals("authorization_pending") && !refusal.error().equals("slow_down");
  }

  private static OAuthException forbidden(String error, String description) {
    return new OAuthException(HttpStatus.FORBIDDEN, error, description);
  }
}
