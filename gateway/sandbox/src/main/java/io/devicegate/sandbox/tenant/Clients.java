package io.devicegate.sandbox.tenant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;

/** The applications of the tenant. */
@Component
final class Clients {

  private final RegisteredClientRepository repository;
  private final Map<String, SandboxProperties.Client> settings = new HashMap<>();

  Clients(SandboxProperties properties, PasswordEncoder passwords) {
    List<SandboxProperties.Client> clients = properties.clients();
    clients.forEach(client -> settings.put(client.id(), client));
    this.repository =
        new InMemoryRegisteredClientRepository(
            clients.stream().map(client -> registered(client, passwords)).toList());
  }

  RegisteredClientRepository repository() {
    return repository;
  }

  Optional<RegisteredClient> find(String clientId) {
    return Optional.ofNullable(repository.findByClientId(clientId));
  }

  /** Name that people see; empty for a client that does not exist, as in Auth0's logs. */
  String name(String clientId) {
    return find(clientId).map(RegisteredClient::getClientName).orElse("");
  }

  /** Scopes that a client may have at an audience by client credentials; empty when none. */
  Optional<Set<String>> granted(RegisteredClient client, String audience) {
    return Optional.ofNullable(settings(client).audiences().get(audience));
  }

  Set<String> managementScopes(RegisteredClient client) {
    return settings(client).managementScopes();
  }

  boolean allowsLogoutTo(String clientId, String url) {
    return settings.containsKey(clientId)
        && settings.get(clientId).allowedLogoutUrls().contains(url);
  }

  static void requireGrant(RegisteredClient client, AuthorizationGrantType grant) {
    if (!client.getAuthorizationGrantTypes().contains(grant)) {
      throw new OAuthException(
          HttpStatus.FORBIDDEN,
          "unauthorized_client",
          "Grant type '" + grant.getValue() + "' not allowed for the client.",
          "https://auth0.com/docs/clients/client-grant-types");
    }
  }

  static boolean isPublic(RegisteredClient client) {
    return client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE);
  }

  private SandboxProperties.Client settings(RegisteredClient client) {
    return Objects.requireNonNull(settings.get(client.getClientId()), "client");
  }

  private static RegisteredClient registered(
      SandboxProperties.Client client, PasswordEncoder passwords) {
    RegisteredClient.Builder builder =
        RegisteredClient.withId(client.id()).clientId(client.id()).clientName(client.name());
    client.grants().forEach(g -> builder.authorizationGrantType(new AuthorizationGrantType(g)));
    if (client.secret() == null) {
      return builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build();
    }
    return builder
        .clientSecret(passwords.encode(client.secret()))
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .build();
  }
}
