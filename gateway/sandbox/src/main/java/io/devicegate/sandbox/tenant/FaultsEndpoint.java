package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code PUT} and {@code DELETE /sandbox/faults/{fault}}: breaks the tenant on purpose, and mends
 * it. {@code GET /sandbox/faults}: what is broken.
 *
 * <p>For programs on this machine only, as {@link KeysEndpoint}.
 */
@RestController
final class FaultsEndpoint {

  private final Faults faults;

  FaultsEndpoint(Faults faults) {
    this.faults = faults;
  }

  @GetMapping("/sandbox/faults")
  ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
    LocalProgram.require(request);
    return answer();
  }

  @PutMapping("/sandbox/faults/{fault}")
  ResponseEntity<Map<String, Object>> on(HttpServletRequest request, @PathVariable String fault) {
    return set(request, fault, true);
  }

  @DeleteMapping("/sandbox/faults/{fault}")
  ResponseEntity<Map<String, Object>> off(HttpServletRequest request, @PathVariable String fault) {
    return set(request, fault, false);
  }

  private ResponseEntity<Map<String, Object>> set(
      HttpServletRequest request, String label, boolean isOn) {
    LocalProgram.require(request);
    faults.set(Fault.of(label).orElseThrow(FaultsEndpoint::unknown), isOn);
    return answer();
  }

  private ResponseEntity<Map<String, Object>> answer() {
    return JsonAnswer.ok(Map.of("faults", faults.names()));
  }

  private static OAuthException unknown() {
    return new OAuthException(
        HttpStatus.NOT_FOUND,
        "not_found",
        "Expected one of "
            + Arrays.stream(Fault.values()).map(Fault::label).collect(Collectors.joining(", ")));
  }
}
