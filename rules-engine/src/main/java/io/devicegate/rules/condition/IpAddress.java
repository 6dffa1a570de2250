package io.devicegate.rules.condition;

/**
 * An address of IPv4 or IPv6 as 128 bits; IPv4 and IPv4-mapped IPv6 (RFC 4291, 2.5.5.2) are the
 * same. Parsing never asks a name server.
 */
record IpAddress(long high, long low) {

  private static final long MAPPED = 0x0000_ffff_0000_0000L;

  /**
   * Parses the text form of RFC 4291, 2.2, or dotted decimal without leading zeros.
   *
   * @throws IllegalArgumentException if the text is no address
   */
  static IpAddress parse(String text) {
    if (text.length() > 45) {
      throw new IllegalArgumentException("not an IP address: longer than 45 characters");
    }
    return text.indexOf(':') < 0 ? new IpAddress(0, MAPPED | ipv4(text, 0)) : ipv6(text);
  }

  boolean isIpv4() {
    return high == 0 && (low >>> 32) == 0xffff;
  }

  /** Returns the address with all but the first bits cleared; bits count from the 128-bit form. */
  IpAddress prefix(int bits) {
    if (bits >= 64) {
      return new IpAddress(high, bits == 128 ? low : low & ~(-1L >>> (bits - 64)));
    }
    return new IpAddress(bits == 0 ? 0 : high & ~(-1L >>> bits), 0);
  }

  private static long ipv4(String text, int start) {
    long address = 0;
    int at = start;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && (at >= text.length() || text.charAt(at++) != '.')) {
        throw invalid(text);
      }
      int from = at;
      int value = 0;
      while (at < text.length() && isDigit(text.charAt(at)) && at - from < 4) {
        value = value * 10 + text.charAt(at++) - '0';
      }
      // A leading zero is octal to some parsers and decimal to others, so it is neither here.
      if (at == from || value > 255 || (at - from > 1 && text.charAt(from) == '0')) {
        throw invalid(text);
      }
      address = address << 8 | value;
    }
    if (at != text.length()) {
      throw invalid(text);
    }
    return address;
  }

  private static IpAddress ipv6(String text) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && end < at + 5) {
        end++;
      }
      if (count == 8) {
        throw invalid(text);
      }
      if (end < text.length() && text.charAt(end) == '.' && count <= 6) {
        long last = ipv4(text, at);
        groups[count++] = (int) (last >>> 16);
        groups[count++] = (int) (last & 0xffff);
        break;
      }
      if (end == at || end - at > 4) {
        throw invalid(text);
      }
      groups[count++] = Integer.parseInt(text, at, end, 16);
      at = end;
      if (at == text.length()) {
        break;
      }
      if (text.charAt(at++) != ':' || at == text.length()) {
        throw invalid(text);
      }
      if (text.charAt(at) == ':') {
        if (gap >= 0) {
          throw invalid(text);
        }
        gap = count;
        at++;
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      throw invalid(text);
    }
    return join(groups, count, gap);
  }

  private static IpAddress join(int[] groups, int count, int gap) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      int index = gap < 0 || i < gap ? i : i - (8 - count);
      long group = gap >= 0 && i >= gap && i < gap + 8 - count ? 0 : groups[index];
      if (i < 4) {
        high = high << 16 | group;
      } else {
        low = low << 16 | group;
      }
    }
    return new IpAddress(high, low);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "not an IP address: '" + text + "' (expected: like 192.0.2.1 or 2001:db8::1)");
  }
}
