package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
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
    LocalProgram.require(request);
    return JsonAnswer.ok(Map.of("kid", keys.rotate(keep).getKeyID()));
  }
}
