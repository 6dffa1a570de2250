package io.devicegate.sandbox.tenant;

import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /userinfo}: who the user of a token is (OpenID Connect Core 1.0, section 5.3). */
@RestController
final class UserinfoEndpoint {

  private final Users users;

  UserinfoEndpoint(Users users) {
    this.users = users;
  }

  @RequestMapping(
      path = "/userinfo",
      method = {RequestMethod.GET, RequestMethod.POST})
  ResponseEntity<Map<String, Object>> userinfo(
      @AuthenticationPrincipal OAuth2AuthenticatedPrincipal token) {
    Set<String> scopes = token.getAttribute(UserinfoTokens.SCOPES);
    return users
        .byId(token.getName())
        .map(user -> IdTokens.userClaims(user, scopes == null ? Set.of() : scopes))
        .map(JsonAnswer::ok)
        .orElseThrow(
            () ->
                new OAuthException(
                    HttpStatus.UNAUTHORIZED, "invalid_token", "The token has no user."));
  }
}
