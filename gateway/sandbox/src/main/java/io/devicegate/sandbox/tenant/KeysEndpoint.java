package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /sandbox/keys/rotate?keep=true|false}: signs with a new key from now on. With {@code
 * keep=false} the tokens signed so far can no longer be verified.
 *
 * <p>For programs on this machine only: refused from another address, and from a page in a browser.
 */
@RestController
final class KeysEndpoint {

  private final SigningKeys keys;

  KeysEndpoint(SigningKeys keys) {
    this.keys = keys;
  }

  @PostMapping("/sandbox/keys/rotate")
  ResponseEntity<Map<String, Object>> rotate(
      HttpServletRequest request, @RequestParam(defaultValue = "true") boolean keep) {
    if (!isLocal(request) || request.getHeader("Origin") != null) {
      throw new OAuthException(
          HttpStatus.FORBIDDEN, "access_denied", "Only programs on this machine may rotate keys.");
    }
    return JsonAnswer.ok(Map.of("kid", keys.rotate(keep).getKeyID()));
  }

  private static boolean isLocal(HttpServletRequest request) {
    try {
      // An address literal, so no name is looked up.
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
