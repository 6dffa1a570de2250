package io.devicegate.gateway.edge;

import java.util.Locale;
import org.springframework.http.HttpHeaders;

/**
 * Names under which proxies tell whom they speak for. A trusted proxy writes one kind of them, in
 * dashes; what comes in any other spelling, or in the other kind, passed it by and is the client's.
 */
final class ForwardedNames {

  private static final String STANDARD = "forwarded";
  private static final String PREFIX = "x-forwarded";
  private static final String REAL_IP = "x-real-ip";

  private ForwardedNames() {}

  /**
   * Returns whether a header must not go on.
   *
   * @param trusted whether the peer is a trusted proxy
   * @param header the kind that trusted proxies write
   */
  static boolean isForged(String name, boolean trusted, ForwardedHeader header) {
    if (!mayBeOne(name)) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    String dashed = lower.replace('_', '-').replace('.', '-');
    if (dashed.equals(STANDARD)) {
      return !trusted || header != ForwardedHeader.FORWARDED;
    }
    if (dashed.equals(REAL_IP)) {
      return !trusted || !lower.equals(dashed);
    }
    boolean forwarded =
        dashed.equals(PREFIX) || (dashed.startsWith(PREFIX) && dashed.charAt(11) == '-');
    return forwarded
        && (!trusted || header != ForwardedHeader.X_FORWARDED || !lower.equals(dashed));
  }

  static boolean anyForged(HttpHeaders headers, boolean trusted, ForwardedHeader header) {
    for (String name : headers.headerNames()) {
      if (isForged(name, trusted, header)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeOne(String name) {
    if (name.length() < STANDARD.length()) {
      return false;
    }
    int first = name.charAt(0) | 0x20;
    return first == 'x' || (first == 'f' && name.length() == STANDARD.length());
  }
}
