package io.devicegate.gateway.access;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;

/**
 * The headers that tell the upstream who asks. They are the gateway's alone: whatever a client
 * sends under these names is dropped, also with underscores, dots or another case, since many
 * servers see no difference ({@code X_Device_Subject} and {@code X-Device-Subject} are the same CGI
 * variable).
 */
final class IdentityHeaders {

  static final String SUBJECT = "X-Device-Subject";
  static final String CLIENT = "X-Device-Client";
  static final String SCOPE = "X-Device-Scope";
  static final String PROTOCOL = "X-Device-Protocol";
  static final String DECISION = "X-Device-Decision";

  private static final Set<String> RESERVED =
      Set.of(
          "x-device-subject",
          "x-device-client",
          "x-device-scope",
          "x-device-protocol",
          "x-device-decision");

  private static final int SHORTEST = RESERVED.stream().mapToInt(String::length).min().getAsInt();

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private IdentityHeaders() {}

  static boolean isReserved(String name) {
    return name.length() >= SHORTEST
        && (name.charAt(0) | 0x20) == 'x'
        && RESERVED.contains(canonical(name));
  }

  /** Whether a client's header of that name is dropped: it is ours, or the policies'. */
  static boolean isReserved(String name, PolicyHeaders policies) {
    return isReserved(name) || policies.isReserved(name);
  }

  /** Drops what the client sent under our names, and under those of the policies. */
  static void strip(HttpHeaders headers, PolicyHeaders policies) {
    Set<String> reserved =
        headers.headerNames().stream()
            .filter(name -> isReserved(name, policies))
            .collect(Collectors.toSet());
    reserved.forEach(headers::remove);
  }

  /** Sets the headers for a request that was let through, those of the policies before ours. */
  static void set(Decision.Allow decision, HttpHeaders headers) {
    DevicePrincipal principal = decision.principal();
    if (principal != null) {
      if (decision.ruling() != null) {
        decision
            .ruling()
            .decision()
            .obligations()
            .headers()
            .forEach(
                (name, value) -> {
                  if (!isReserved(name)) {
                    headers.set(name, value);
                  }
                });
      }
      headers.set(SUBJECT, safe(principal.subject()));
      if (principal.client() != null) {
        headers.set(CLIENT, safe(principal.client()));
      }
      headers.set(SCOPE, spaced(principal.scopes()));
      headers.set(PROTOCOL, safe(principal.grade().name()));
    }
    headers.set(DECISION, decision.id());
  }

  private static String spaced(List<String> scopes) {
    StringBuilder spaced = new StringBuilder();
    for (String scope : scopes) {
      spaced.append(spaced.isEmpty() ? "" : " ").append(safe(scope));
    }
    return spaced.toString();
  }

  /**
   * A value as visible ASCII: everything else, and the percent sign, is percent-encoded as UTF-8.
   * So no value breaks out of its header, and no two values become the same.
   */
  static String safe(String value) {
    return isSafe(value) ? value : encoded(value);
  }

  private static boolean isSafe(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isSafe(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSafe(int c) {
    return c > ' ' && c < 0x7f && c != '%';
  }

  private static String encoded(String value) {
    StringBuilder safe = new StringBuilder(value.length());
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (isSafe(b)) {
        safe.append((char) b);
      } else {
        safe.append('%').append(HEX.toHexDigits(b));
      }
    }
    return safe.toString();
  }

  /** The spelling that all spellings of a name come to; as long as the name. */
  static String canonical(String name) {
    StringBuilder canonical = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      canonical.append(Character.isLetterOrDigit(c) ? c : '-');
    }
    return canonical.toString().toLowerCase(Locale.ROOT);
  }
}
