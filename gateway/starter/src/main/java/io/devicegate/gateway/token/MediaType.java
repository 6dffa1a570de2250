package io.devicegate.gateway.token;

import java.util.Locale;

/**
 * The {@code typ} of a token: a media type, usually without its {@code application/} (RFC 7515
 * section 4.1.9).
 */
final class MediaType {

  private static final String PREFIX = "application/";

  private MediaType() {}

  static String normalized(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    boolean redundant = lower.startsWith(PREFIX) && lower.indexOf('/', PREFIX.length()) < 0;
    return redundant ? lower.substring(PREFIX.length()) : lower;
  }
}
