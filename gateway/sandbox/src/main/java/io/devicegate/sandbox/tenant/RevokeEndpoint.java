package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /oauth/revoke}: takes a refresh token back, with all its predecessors and successors.
 * A token that is unknown is as good as revoked (RFC 7009 section 2.2).
 */
@RestController
final class RevokeEndpoint {

  private final ClientAuthentication clients;
  private final RefreshTokens refreshTokens;
  private final TenantEvents events;

  RevokeEndpoint(ClientAuthentication clients, RefreshTokens refreshTokens, TenantEvents events) {
    this.clients = clients;
    this.refreshTokens = refreshTokens;
    this.events = events;
  }

  @PostMapping("/oauth/revoke")
  ResponseEntity<Void> revoke(HttpServletRequest request) throws IOException {
    OAuthCall call = new OAuthCall(OAuthForm.read(request), request, Caller.of(request));
    RegisteredClient client = clients.authenticate(call);
    refreshTokens
        .revoke(call.form().required("token"), client.getClientId())
        .ifPresent(member -> events.refreshTokenRevoked(call, member));
    return ResponseEntity.ok().build();
  }
}
