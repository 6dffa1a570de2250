package io.devicegate.sandbox.tenant;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** Tokens for a client itself (RFC 6749 section 4.4). No login rule runs, as at Auth0. */
@Component
final class ClientCredentialsGrant implements TokenGrant {

  private final ClientAuthentication authentication;
  private final Clients clients;
  private final Apis apis;
  private final Issuer issuer;
  private final AccessTokens accessTokens;
  private final TenantEvents events;
  private final long accessTokenSeconds;

  ClientCredentialsGrant(
      ClientAuthentication authentication,
      Clients clients,
      Apis apis,
      Issuer issuer,
      AccessTokens accessTokens,
      TenantEvents events,
      SandboxProperties properties) {
    this.authentication = authentication;
    this.clients = clients;
    this.apis = apis;
    this.issuer = issuer;
    this.accessTokens = accessTokens;
    this.events = events;
    this.accessTokenSeconds = properties.lifetimes().accessToken().toSeconds();
  }

  @Override
  public String type() {
    return AuthorizationGrantType.CLIENT_CREDENTIALS.getValue();
  }

  @Override
  public Map<String, Object> exchange(OAuthCall call) {
    try {
      return issue(call);
    } catch (OAuthException refusal) {
      events.clientCredentialsRefused(call, refusal);
      throw refusal;
    }
  }

  private Map<String, Object> issue(OAuthCall call) {
    RegisteredClient client = authentication.authenticate(call);
    Clients.requireGrant(client, AuthorizationGrantType.CLIENT_CREDENTIALS);
    String audience =
        call.form()
            .optional("audience")
            .orElseThrow(
                () ->
                    forbidden(
                        "No audience parameter was provided, and no default audience has been"
                            + " configured."));
    Set<String> scopes = scopes(call, client, audience);
    String clientId = client.getClientId();
    AccessTokens.Issued token =
        accessTokens.issue(
            new AccessTokens.Order(
                clientId, clientId + "@clients", scopes, audience, Map.of(), "client-credentials"));
    events.clientCredentialsExchanged(call, clientId, audience, scopes);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("access_token", token.value());
    response.put("scope", String.join(" ", scopes));
    response.put("expires_in", accessTokenSeconds);
    response.put("token_type", "Bearer");
    return response;
  }

  /** The scopes asked for, or else all that the client was granted at the audience. */
  private Set<String> scopes(OAuthCall call, RegisteredClient client, String audience) {
    Set<String> granted = granted(client, audience);
    Set<String> asked = call.form().scopes();
    if (asked.isEmpty()) {
      return granted;
    }
    Set<String> refused = new LinkedHashSet<>(asked);
    refused.removeAll(granted);
    if (!refused.isEmpty()) {
      throw forbidden("Client has not been granted scopes: " + String.join(", ", refused));
    }
    return asked;
  }

  private Set<String> granted(RegisteredClient client, String audience) {
    if (audience.equals(issuer.managementAudience())) {
      return clients.managementScopes(client);
    }
    if (apis.find(audience).isEmpty()) {
      throw Apis.notFound(audience);
    }
    return clients
        .granted(client, audience)
        .orElseThrow(
            () ->
                forbidden(
                    "Client is not authorized to access \""
                        + audience
                        + "\". You need to create a \"client-grant\" associated to this API."));
  }

  private static OAuthException forbidden(String description) {
    return new OAuthException(HttpStatus.FORBIDDEN, "access_denied", description);
  }
}
