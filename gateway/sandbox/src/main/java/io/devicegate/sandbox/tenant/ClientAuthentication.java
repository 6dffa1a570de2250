package io.devicegate.sandbox.tenant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.stereotype.Component;

/** Finds out which client sent a request, and has a confidential one prove it. */
@Component
final class ClientAuthentication {

  private final Clients clients;
  private final ClientSecretAuthenticationProvider secrets;
  private final ClientSecretBasicAuthenticationConverter basic =
      new ClientSecretBasicAuthenticationConverter();

  ClientAuthentication(Clients clients, PasswordEncoder passwords) {
    this.clients = clients;
    // The authorization service is consulted for PKCE only, which the sandbox does not offer.
    this.secrets =
        new ClientSecretAuthenticationProvider(
            clients.repository(), new InMemoryOAuth2AuthorizationService());
    this.secrets.setPasswordEncoder(passwords);
  }

  /** The client by its secret when it has one, by its identifier alone when it is public. */
  RegisteredClient authenticate(OAuthCall call) {
    OAuth2ClientAuthenticationToken presented = presentedSecret(call);
    if (presented != null) {
      return verified(presented);
    }
    RegisteredClient client = identified(call.form());
    if (!Clients.isPublic(client)) {
      throw unauthorized();
    }
    return client;
  }

  /** A public client by its identifier; refuses whoever sends a secret. */
  RegisteredClient identifyPublic(OAuthCall call) {
    RegisteredClient client = identified(call.form());
    if (presentedSecret(call) != null) {
      throw new OAuthException(
          HttpStatus.FORBIDDEN,
          "unauthorized_client",
          "The device flow is for public clients; do not send a client secret.");
    }
    return client;
  }

  private RegisteredClient identified(OAuthForm form) {
    return clients
        .find(form.required("client_id"))
        .orElseThrow(
            () -> new OAuthException(HttpStatus.UNAUTHORIZED, "invalid_client", "Unknown client."));
  }

  private @Nullable OAuth2ClientAuthenticationToken presentedSecret(OAuthCall call) {
    OAuth2ClientAuthenticationToken header = ofHeader(call);
    Optional<String> secret = call.form().optional("client_secret");
    if (secret.isEmpty()) {
      return header;
    }
    if (header != null) {
      throw OAuthException.invalidRequest("The client authenticates in two ways at once.");
    }
    return new OAuth2ClientAuthenticationToken(
        call.form().required("client_id"),
        ClientAuthenticationMethod.CLIENT_SECRET_POST,
        secret.get(),
        null);
  }

  private @Nullable OAuth2ClientAuthenticationToken ofHeader(OAuthCall call) {
    try {
      return (OAuth2ClientAuthenticationToken) basic.convert(call.request());
    } catch (OAuth2AuthenticationException e) {
      throw OAuthException.invalidRequest("The Authorization header is malformed.");
    }
  }

  private RegisteredClient verified(OAuth2ClientAuthenticationToken presented) {
    try {
      OAuth2ClientAuthenticationToken verified =
          (OAuth2ClientAuthenticationToken) secrets.authenticate(presented);
      if (verified != null && verified.getRegisteredClient() != null) {
        return verified.getRegisteredClient();
      }
      throw unauthorized();
    } catch (AuthenticationException e) {
      throw unauthorized();
    }
  }

  private static OAuthException unauthorized() {
    return new OAuthException(HttpStatus.UNAUTHORIZED, "access_denied", "Unauthorized");
  }
}
