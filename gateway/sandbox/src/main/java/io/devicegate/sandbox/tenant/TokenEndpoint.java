package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /oauth/token}: hands each request to the grant type it names. */
@RestController
final class TokenEndpoint {

  private final Map<String, TokenGrant> grants;

  TokenEndpoint(List<TokenGrant> grants) {
    this.grants = grants.stream().collect(Collectors.toMap(TokenGrant::type, Function.identity()));
  }

  @PostMapping("/oauth/token")
  ResponseEntity<Map<String, Object>> exchange(HttpServletRequest request) throws IOException {
    OAuthForm form = OAuthForm.read(request);
    TokenGrant grant = grants.get(form.required("grant_type"));
    if (grant == null) {
      throw new OAuthException(
          HttpStatus.FORBIDDEN, "unsupported_grant_type", "Unsupported grant type.");
    }
    return JsonAnswer.ok(grant.exchange(new OAuthCall(form, request, Caller.of(request))));
  }
}
